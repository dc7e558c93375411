import type { ExecuteRequest } from '@openvcloud/contract';
import { moveJob } from './jobStateMachine';
import { ANY_ROLE, hasRole } from './matchRoles';
import type { NewJob } from './newJob';
import { failureOutcome } from './outcome';
import { storable } from './storable';

/** Status of a node that gets no work any more. */
const DECOMMISSIONED = 'DECOMMISSIONED';

/** A node that could be given work. */
export interface Candidate {
  nid: number;
  name: string;
  roles: readonly string[];
  status: string;
  lastSeen: number;
}

export interface ScriptToRun {
  id: string;
  organization: string;
  name: string;
  category: string;
  version: number;
  hash: string;
  roles: readonly string[];
  queue: NewJob['queue'];
  timeoutSeconds: number;
  log: boolean;
}

/** What to run where; the script is given beside it. */
export interface Execution extends Omit<ExecuteRequest, 'organization' | 'name' | 'args'> {
  /** JSON as text. */
  argsJson: string;
  parentGuid: string | null;
}

export interface ExecutionContext {
  now: number;
  /** A node not heard for longer is not live. */
  leaseMs: number;
  user: string;
  newGuid: (now: number) => string;
}

/**
 * The jobs one request makes: one for a node, one for the first free node of a role, or one per node of it.
 * When nobody can run it, the answer is a job too: terminal, with the reason, so that it is seen where jobs are looked at,
 * and that a batch does not look complete while nodes were away.
 */
export function planExecution(
  request: Execution,
  script: ScriptToRun,
  nodes: readonly Candidate[],
  context: ExecutionContext
): NewJob[] {
  const base = baseOf(request, script, context);
  if (request.nid !== undefined) {
    const node = nodes.find(({ nid }) => nid === request.nid);
    return [jobOnNode(base, node, request.nid, context)];
  }
  const role = storable(request.role ?? ANY_ROLE);
  const members = nodes.filter(({ roles, status }) => status !== DECOMMISSIONED && hasRole(roles, role));
  const withRole = { ...base, roles: [role], batchGuid: request.all === true ? context.newGuid(context.now) : null };
  if (request.all === true && members.length > 0) {
    return members.map((node) => jobOnNode(withRole, node, node.nid, context));
  }
  const job = { ...withRole, guid: context.newGuid(context.now) };
  return members.some((node) => isLive(node, context))
    ? [{ ...job, wantedRole: role }]
    : [noWork(job, noNodeMessage(role, nodes))];
}

function jobOnNode(
  base: Omit<NewJob, 'guid'>,
  node: Candidate | undefined,
  nid: number,
  context: ExecutionContext
): NewJob {
  const job = { ...base, guid: context.newGuid(context.now), nid, nodeName: node?.name ?? null };
  return node !== undefined && isLive(node, context) ? job : noWork(job, offlineMessage(node, nid));
}

export function isLive(node: Candidate, { now, leaseMs }: Pick<ExecutionContext, 'now' | 'leaseMs'>): boolean {
  return node.status !== DECOMMISSIONED && node.lastSeen > now - leaseMs;
}

function baseOf(request: Execution, script: ScriptToRun, { now, user }: ExecutionContext): Omit<NewJob, 'guid'> {
  return {
    timeCreate: now,
    nid: null,
    nodeName: null,
    wantedRole: null,
    roles: [...script.roles],
    queue: request.queue ?? script.queue,
    argsJson: request.argsJson,
    timeoutSeconds: request.timeoutSeconds ?? script.timeoutSeconds,
    parentGuid: request.parentGuid,
    batchGuid: null,
    maxAttempts: request.maxAttempts ?? 1,
    backoffSeconds: request.backoffSeconds ?? 0,
    tags: (request.tags ?? []).map(storable),
    user,
    log: request.log ?? script.log,
    script,
    ended: null,
  };
}

function noWork(job: NewJob, message: string): NewJob {
  return {
    ...job,
    ended: { state: moveJob('SCHEDULED', 'fail'), outcome: failureOutcome('NOWORK', 'NoWork', message) },
  };
}

function offlineMessage(node: Candidate | undefined, nid: number): string {
  if (node?.status === DECOMMISSIONED) {
    return `Node ${nid} (${node.name}) is decommissioned. Choose another node.`;
  }
  const heard = node === undefined ? 'never heard' : `last heard ${new Date(node.lastSeen).toISOString()}`;
  return `Node ${nid}${node === undefined ? '' : ` (${node.name})`} is not connected: ${heard}. Start its agent, or choose another node.`;
}

function noNodeMessage(role: string, nodes: readonly Candidate[]): string {
  const known = nodes.filter(({ roles }) => hasRole(roles, role));
  if (known.length === 0) {
    const roles = [...new Set(nodes.flatMap((node) => node.roles))].sort();
    return `No node has the role "${role}". Roles of the nodes: ${roles.slice(0, 50).join(', ') || 'none, because no agent has registered'}.`;
  }
  const away = known.filter(({ status }) => status !== DECOMMISSIONED);
  return away.length === 0
    ? `No node with the role "${role}" takes work: ${namesOf(known)} ${known.length === 1 ? 'is' : 'are'} decommissioned. Choose another role, or enable a node.`
    : `No node with the role "${role}" is connected: ${namesOf(away)} stopped reporting. Start an agent there.`;
}

function namesOf(nodes: readonly Candidate[]): string {
  const names = nodes.slice(0, 10).map(({ name, nid }) => `${name} (node ${nid})`);
  return `${names.join(', ')}${nodes.length > 10 ? ' and others' : ''}`;
}
