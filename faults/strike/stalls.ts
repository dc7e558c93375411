import { LEASE_MS } from '../../controller/src/timing/leaseTimes';
import type { Service } from '../../scripts/processes/supervise';
import { waitFor } from '../../scripts/processes/waitFor';
import type { Arena, Blow } from './arena';
import type { Ledger } from '../evidence/ledger';
import { signal } from '../world/signal';
import type { AgentNode } from '../world/world';

/** The controllers look every few seconds; one that starts again gives every lease its full time once more. */
const GIVEN_UP_WITHIN_SECONDS = LEASE_MS / 1000 + 45;
const MEETS_WITHIN_SECONDS = 15;

/** Sessions are named by the moment when their agent started. */
function isOf(session: string, { startedAt }: Pick<Service, 'startedAt'>): boolean {
  return Number(session.slice(0, 13)) >= startedAt();
}

/** A network that swallows: the agent is connected and gets no answer, and what it said arrives when nobody waits for it. */
export function stallConnections({ nid, proxy }: AgentNode, { ledger }: Arena): Promise<Blow | undefined> {
  return stall(nid, ledger, {
    isThere: () => true,
    begin: () => {
      proxy.stall();
      return true;
    },
    end: () => {
      proxy.unstall();
      return true;
    },
  });
}

/** The agent stands still while its jobs go on; then it goes on as if no time had passed. */
export function stallAgent({ nid, service }: AgentNode, { ledger }: Arena): Promise<Blow | undefined> {
  let pid: number | undefined;
  return stall(nid, ledger, {
    // One that was killed a moment ago has left jobs, but it is its follower that would stand still.
    isThere: (session) => {
      pid = service.pid();
      return isOf(session, service);
    },
    begin: () => service.pid() === pid && signal(pid, 'SIGSTOP'),
    // False: it was killed meanwhile.
    end: () => service.pid() === pid && signal(pid, 'SIGCONT'),
  });
}

interface Stall {
  isThere: (session: string) => boolean;
  begin: () => boolean;
  end: () => boolean;
}

/** A stall that outlasts no lease shows nothing: it has to begin while the agent has jobs, and ends when they were given up. */
async function stall(nid: number, ledger: Ledger, { isThere, begin, end }: Stall): Promise<Blow | undefined> {
  const meet = async () => {
    const session = await ledger.session(nid);
    const jobs = await ledger.held(session);
    const from = Date.now();
    return jobs.length > 0 && isThere(session) && begin() && { session, jobs, from };
  };
  // An agent that was killed a moment ago, or PostgreSQL, may be away.
  const met = await waitFor('jobs to meet', meet, { seconds: MEETS_WITHIN_SECONDS, everyMs: 20 }).catch(
    () => undefined
  );
  if (met === undefined) {
    return undefined;
  }
  const areOver = async (): Promise<boolean> => (await ledger.held(met.session)).length === 0;
  await waitFor('its jobs to be given up', areOver, { seconds: GIVEN_UP_WITHIN_SECONDS }).catch(() => false);
  const wasThere = end();
  const to = Date.now();
  const isWhole = wasThere && (await ledger.givenUp(met.jobs).catch(() => 0)) > 0;
  return { nid, from: met.from, over: Promise.resolve({ to, isWhole }) };
}
