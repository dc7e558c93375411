import { hasRole } from '../jobs/matchRoles';
import { DECOMMISSIONED, type KnownNode } from '../jobs/noWork';
import type { Awaited, GivenUp } from './waitingJobs';

/** A job waits so long for a node that is away: a machine that is restarted is back by then. */
export const AWAY_GRACE_MS = 5 * 60_000;

export interface AwaitedFacts {
  now: number;
  leaseMs: number;
  /** Since then agents could reach a controller. */
  usableSince: number;
  /** When a node that had the role was last heard. */
  roleSeen: ReadonlyMap<string, number>;
}

/** Whom it is no use to wait for. */
export interface InVain {
  nodes: Array<GivenUp<number>>;
  roles: Array<GivenUp<string>>;
  /** Away, but not long enough for people's jobs: what the schedule made for them comes too late. */
  late: number[];
}

/**
 * Pure. A live node is waited for however busy it is; one that is away for some minutes, counted from when it could have
 * been heard; a decommissioned one not at all. A job that is to be tried again later waits for its time first.
 */
export function judgeAwaited(awaited: Awaited, nodes: readonly KnownNode[], facts: AwaitedFacts): InVain {
  const { now, leaseMs } = facts;
  const byNid = new Map(nodes.map((node) => [node.nid, node]));
  const inVain: InVain = { nodes: [], roles: [], late: [] };
  for (const nid of awaited.nids) {
    const node = byNid.get(nid);
    const awayMs = now - Math.max(facts.usableSince, node?.lastSeen ?? 0);
    if (node?.status === DECOMMISSIONED) {
      inVain.nodes.push({ target: nid, dueBefore: Number.MAX_SAFE_INTEGER });
    } else if (awayMs >= AWAY_GRACE_MS) {
      inVain.nodes.push({ target: nid, dueBefore: now });
    } else if (awayMs >= leaseMs) {
      inVain.late.push(nid);
    }
  }
  for (const role of awaited.roles) {
    const members = nodes.filter(({ roles, status }) => status !== DECOMMISSIONED && hasRole(roles, role));
    const seen = [facts.usableSince, facts.roleSeen.get(role) ?? 0, ...members.map(({ lastSeen }) => lastSeen)];
    if (now - Math.max(...seen) >= AWAY_GRACE_MS) {
      inVain.roles.push({ target: role, dueBefore: now });
    }
  }
  return inVain;
}
