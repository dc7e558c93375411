import { moveJob } from './jobStateMachine';
import { hasRole } from './matchRoles';
import { failureOutcome } from './outcome';

/** Status of a node that gets no work any more. */
export const DECOMMISSIONED = 'DECOMMISSIONED';

/** What the reasons name of a node. */
export interface KnownNode {
  nid: number;
  name: string;
  roles: readonly string[];
  status: string;
  lastSeen: number;
}

/** The end of a job that no node runs, with the reason: terminal, so that it is seen where jobs are looked at. */
export function noWork(message: string) {
  return { state: moveJob('SCHEDULED', 'fail'), outcome: failureOutcome('NOWORK', 'NoWork', message) };
}

/** Of a job for a node that cannot be given it now. */
export function offlineMessage(node: KnownNode | undefined, nid: number): string {
  if (node?.status === DECOMMISSIONED) {
    return `Node ${nid} (${node.name}) is decommissioned. Choose another node.`;
  }
  return `${nodeText('Node', nid, node)} is not connected: ${heardText(node)}. Start its agent, or choose another node.`;
}

/** Of a job for a role that no node can take now. */
export function noNodeMessage(role: string, nodes: readonly KnownNode[]): string {
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

export function decommissionedMessage(nid: number): string {
  return `Node ${nid} was decommissioned while this job waited for it. Choose another node.`;
}

/** Of a job that waited for a node that went away. */
export function awayMessage(node: KnownNode | undefined, nid: number, graceMs: number, attempt: number): string {
  return `${nodeText('Node', nid, node)}, which this job waited for, was ${heardText(node)}; a job waits for ${minutes(graceMs)} for a node that is away. ${nothingDone(attempt)} Start the agent, or choose another node, and run it again.`;
}

/** Of a job that waited for a role whose nodes went away. */
export function roleAwayMessage(role: string, nodes: readonly KnownNode[], graceMs: number, attempt: number): string {
  const known = nodes.filter(({ roles, status }) => status !== DECOMMISSIONED && hasRole(roles, role));
  const lastSeen = Math.max(...known.map((node) => node.lastSeen));
  const why =
    known.length === 0
      ? `No node has the role "${role}", which this job waited for, any more, for at least ${minutes(graceMs)}.`
      : `No node with the role "${role}", which this job waited for, was heard after ${new Date(lastSeen).toISOString()}: ${namesOf(known)} stopped reporting; a job waits for ${minutes(graceMs)} for a node.`;
  return `${why} ${nothingDone(attempt)} Start an agent with the role, or choose another, and run it again.`;
}

/** Of a job that the schedule made for a node that went away. */
export function missedMessage(node: KnownNode | undefined, nid: number, due: number, lateMs: number): string {
  return `This job was due ${new Date(due).toISOString()} on ${nodeText('node', nid, node)}, which was ${heardText(node)}; what cannot run within ${lateMs / 1000} s of its time is missed. It did nothing.`;
}

function nothingDone(attempt: number): string {
  return attempt === 1 ? 'It did nothing.' : `Attempt ${attempt} did nothing.`;
}

function nodeText(word: 'Node' | 'node', nid: number, node: KnownNode | undefined): string {
  return node === undefined ? `${word} ${nid}` : `${word} ${nid} (${node.name})`;
}

function heardText(node: KnownNode | undefined): string {
  return node === undefined ? 'never heard' : `last heard ${new Date(node.lastSeen).toISOString()}`;
}

function minutes(ms: number): string {
  return `${ms / 60_000} minutes`;
}

function namesOf(nodes: readonly KnownNode[]): string {
  const names = nodes.slice(0, 10).map(({ name, nid }) => `${name} (node ${nid})`);
  return `${names.join(', ')}${nodes.length > 10 ? ' and others' : ''}`;
}
