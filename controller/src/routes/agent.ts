import { guidOf, isQueueName, LIMITS, type RegisterRequest, type ReportsRequest } from '@openvcloud/contract';
import { retryConflicts } from '../database/retryConflicts';
import { storable } from '../text/storable';
import { ApiError } from '../errors/errors';
import type { Caller } from '../http/authenticate';
import type { Handlers } from '../http/handler';
import { DELIVERY_MS, HEARTBEAT_MS, LEASE_MS } from '../timing/leaseTimes';
import { planBootJobs } from '../schedule/bootJobs';
import type { Services } from './services';
import { registerNode, touchNode, type AgentNode } from '../nodes/agents';
import { handBack, type Taker } from '../dispatch/assignments';
import { listCancels } from '../acts/cancels';
import { listUndelivered, renewLeases } from '../dispatch/leases';
import { storeReports } from '../reports/storeReports';
import { handBackUndelivered, pollWork, type PollDeps } from '../dispatch/pollWork';

type AgentEndpoint = 'registerAgent' | 'pollWork' | 'heartbeat' | 'report';

/** More slots than any agent has; a mistyped number must not empty a queue into one agent. */
const MAX_FREE = 10_000;

export function agentRoutes(services: Services): Handlers<AgentEndpoint> {
  const { config, now, log, waiters, stopping, metrics, tracing } = services;
  const database = services.database.first;
  const { gid } = config;
  const poll: PollDeps = {
    database,
    waiters,
    now,
    leaseMs: LEASE_MS,
    stopping,
    running: services.running,
  };
  const onError = (error: unknown) =>
    log.error({ err: error }, 'jobs whose answer was lost were not handed back; their lease will end');

  return {
    registerAgent: async ({ body, caller }) => {
      const nid = nodeOf(caller);
      const agent = storableAgent(body);
      const { node, askedRoles, isNewSession } = await retryConflicts(() =>
        database.transaction(async (transaction) => {
          const registered = await registerNode(transaction, gid, nid, agent, now());
          if (registered.isNewSession) {
            await planBootJobs(transaction, gid, registered.node, now());
          }
          return registered;
        })
      );
      log.info({ nid, name: node.name, roles: node.roles, session: agent.sessionId, isNewSession }, 'agent registered');
      if (askedRoles.length > 0) {
        log.warn(
          { nid, name: node.name, askedRoles },
          'an agent asks for roles that its node was not given; an admin gives them with PUT /api/v1/nodes/<nid>/identity'
        );
      }
      const { resultBytes, messageBytes, linesPerJob, batchBytes } = LIMITS;
      return {
        gid,
        nid,
        name: node.name,
        roles: node.roles,
        askedRoles,
        leaseMs: LEASE_MS,
        heartbeatMs: HEARTBEAT_MS,
        serverTime: now(),
        limits: { resultBytes, messageBytes, linesPerJob, batchBytes },
      };
    },

    pollWork: async ({ body, caller, signal, revoked }) => {
      const node = await currentSession(nodeOf(caller), body.sessionId);
      const taker: Taker = {
        gid,
        nid: node.nid,
        nodeName: node.name,
        roles: node.roles,
        sessionId: node.sessionId,
        tokenId: caller.tokenId,
        free: freeSlots(body.free),
      };
      const answer = await pollWork(poll, taker, body.waitMs, { gone: signal, revoked });
      handBackUndelivered({ ...poll, onError }, taker, answer, signal);
      return answer;
    },

    heartbeat: async ({ body, caller }) => {
      // An agent's clock that runs ahead must not make what was assigned just now look long overdue.
      const assignedBefore = Math.min(body.asOf ?? 0, now()) - DELIVERY_MS;
      const { nid, name, sessionId } = await currentSession(nodeOf(caller), body.sessionId);
      metrics.spools.heard(nid, name, body.spoolBytes);
      const running = body.running.map(storable);
      const { handedBack = [] } = body;
      if (handedBack.length > 0) {
        log.info({ nid, jobs: handedBack }, 'jobs that an agent had not begun wait again');
        await handBack(database, { gid, nid, sessionId }, handedBack.map(storable));
      }
      const known = await renewLeases(database, { gid, nid, held: running, leaseUntil: now() + LEASE_MS });
      const undelivered = await listUndelivered(database, gid, sessionId, running, assignedBefore + LEASE_MS);
      if (undelivered.length > 0) {
        log.warn({ nid, jobs: undelivered }, 'assigned jobs did not reach their agent and wait again');
        await handBack(database, { gid, nid, sessionId }, undelivered);
      }
      const cancel = await listCancels(database, gid, nid, running);
      return { cancel, unknown: running.filter((guid) => !known.has(guid)), serverTime: now() };
    },

    report: async ({ body, caller }) => {
      const nid = nodeOf(caller);
      checkSequence(body);
      const by = { gid, nid, sessionId: storable(body.sessionId), leaseMs: LEASE_MS };
      const stored = await storeReports(database, by, storableReports(body), now);
      metrics.work.countReports(body.reports.length, stored.fresh, stored.plan, now());
      tracing?.jobsEnded(stored.plan?.ended ?? []);
      if (stored.fault !== undefined) {
        log.error(
          { nid, fault: stored.fault },
          'the database could not hold something in a report: the others are stored, of that one what can be'
        );
      }
      if (stored.refused.length > 0) {
        const guids = new Map(body.reports.map((report) => [report.seq, guidOf(report)]));
        const refused = stored.refused.slice(0, 20).map(({ seq, reason }) => ({ seq, guid: guids.get(seq), reason }));
        log.warn({ nid, refused, count: stored.refused.length }, 'reports refused');
      }
      return { acknowledged: stored.acknowledged, refused: stored.refused };
    },
  };

  async function currentSession(nid: number, sessionId: string): Promise<AgentNode> {
    const node = await touchNode(database, gid, nid, storable(sessionId), now());
    if (node === undefined) {
      throw new ApiError(
        'UNKNOWN_SESSION',
        `Expected the current session of node ${nid}, got ${sessionId}: it never registered, or another agent with this token did since.`
      );
    }
    return node;
  }
}

function nodeOf(caller: Caller): number {
  if (caller.nid === null) {
    throw new ApiError('FORBIDDEN', `Expected an agent token bound to a node, got "${caller.name}" without one.`);
  }
  return caller.nid;
}

function freeSlots(free: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(free)
      .filter(([queue]) => isQueueName(queue))
      .map(([queue, count]) => [queue, Math.min(count, MAX_FREE)])
  );
}

function storableAgent(agent: RegisterRequest): RegisterRequest {
  return {
    sessionId: storable(agent.sessionId),
    name: storable(agent.name),
    ...(agent.roles === undefined ? {} : { roles: [...new Set(agent.roles.map(storable))] }),
    addresses: agent.addresses.map(storable),
    workers: Object.fromEntries(Object.entries(agent.workers).filter(([queue]) => isQueueName(queue))),
    agentVersion: storable(agent.agentVersion),
    ...(agent.pythonVersion === undefined ? {} : { pythonVersion: storable(agent.pythonVersion) }),
    ...(agent.pythonPath === undefined ? {} : { pythonPath: storable(agent.pythonPath) }),
    pid: agent.pid,
  };
}

function storableReports(request: ReportsRequest): ReportsRequest {
  const reports = request.reports.map((report) =>
    report.kind === 'stats' ? report : { ...report, guid: storable(report.guid) }
  );
  return { ...request, spoolId: storable(request.spoolId), reports };
}

function checkSequence({ reports }: ReportsRequest): void {
  const bad = reports.find(({ seq }) => !Number.isSafeInteger(seq));
  if (bad !== undefined) {
    throw new ApiError('BAD_BODY', `Expected every seq to be at most ${Number.MAX_SAFE_INTEGER}, got ${bad.seq}.`);
  }
}
