import type { ExecuteRequest } from '@openvcloud/contract';
import { jobTimeout } from './jobTimeout';
import { ANY_ROLE, hasRole } from './matchRoles';
import { UNASKED, type NewJob } from './newJob';
import { DECOMMISSIONED, noNodeMessage, noWork, offlineMessage, type KnownNode } from './noWork';
import { storable } from '../text/storable';

export interface ScriptToRun {
  id: string;
  organization: string;
  name: string;
  category: string;
  version: number;
  hash: string;
  roles: readonly string[];
  queue: NewJob['queue'];
  timeoutSeconds: number | null;
  log: boolean;
}

/** What to run where; the script is given beside it. */
export interface Execution extends Omit<ExecuteRequest, 'organization' | 'name' | 'args'> {
  /** JSON as text. */
  argsJson: string;
  parentGuid: string | null;
  chainGuid: string | null;
}

export interface ExecutionContext {
  now: number;
  /** A node that was heard after that is live. */
  liveAfter: number;
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
  nodes: readonly KnownNode[],
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
    : [{ ...job, ended: noWork(noNodeMessage(role, nodes)) }];
}

function jobOnNode(
  base: Omit<NewJob, 'guid'>,
  node: KnownNode | undefined,
  nid: number,
  context: ExecutionContext
): NewJob {
  const job = { ...base, guid: context.newGuid(context.now), nid, nodeName: node?.name ?? null };
  return node !== undefined && isLive(node, context) ? job : { ...job, ended: noWork(offlineMessage(node, nid)) };
}

export function isLive(node: KnownNode, { liveAfter }: Pick<ExecutionContext, 'liveAfter'>): boolean {
  return node.status !== DECOMMISSIONED && node.lastSeen > liveAfter;
}

function baseOf(request: Execution, script: ScriptToRun, { now, user }: ExecutionContext): Omit<NewJob, 'guid'> {
  const queue = request.queue ?? script.queue;
  return {
    ...UNASKED,
    timeCreate: now,
    nid: null,
    nodeName: null,
    roles: [...script.roles],
    queue,
    args: request.argsJson,
    timeoutSeconds: request.timeoutSeconds ?? jobTimeout(queue, script.timeoutSeconds),
    parentGuid: request.parentGuid,
    chainGuid: request.chainGuid,
    maxAttempts: request.maxAttempts ?? UNASKED.maxAttempts,
    backoffSeconds: request.backoffSeconds ?? UNASKED.backoffSeconds,
    tags: (request.tags ?? UNASKED.tags).map(storable),
    user,
    log: request.log ?? script.log,
    script,
  };
}
