import { LEASE_MS } from '../../controller/src/leaseTimes';
import { waitFor } from '../processes/waitFor';
import type { Arena, Blow } from './arena';
import type { HeldJob, Ledger } from './ledger';
import { signal } from './signal';
import type { AgentNode } from './world';

/** The controllers look every few seconds; one that starts again gives every lease its full time once more. */
const GIVEN_UP_WITHIN_SECONDS = LEASE_MS / 1000 + 45;
const MEETS_WITHIN_SECONDS = 15;

/** A network that swallows: the agent is connected and gets no answer, and what it said arrives when nobody waits for it. */
export function stallConnections({ nid, proxy }: AgentNode, { ledger }: Arena): Promise<Blow | undefined> {
  return stall(nid, ledger, {
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
  const pid = service.pid();
  return stall(nid, ledger, {
    begin: () => service.pid() === pid && signal(pid, 'SIGSTOP'),
    // False: it was killed meanwhile.
    end: () => service.pid() === pid && signal(pid, 'SIGCONT'),
  });
}

/** A stall that outlasts no lease shows nothing: it has to begin while the agent has jobs, and ends when they were given up. */
async function stall(
  nid: number,
  ledger: Ledger,
  { begin, end }: { begin: () => boolean; end: () => boolean }
): Promise<Blow | undefined> {
  const met = await meetJobs(nid, ledger).catch(() => undefined);
  const from = Date.now();
  if (met === undefined || !begin()) {
    return undefined;
  }
  const areOver = async (): Promise<boolean> => (await ledger.held(met.session)).length === 0;
  await waitFor('its jobs to be given up', areOver, { seconds: GIVEN_UP_WITHIN_SECONDS }).catch(() => false);
  const wasThere = end();
  const to = Date.now();
  const isWhole = wasThere && (await ledger.givenUp(met.jobs).catch(() => 0)) > 0;
  return { nid, from, over: Promise.resolve({ to, isWhole }) };
}

/** An agent that was killed a moment ago, or PostgreSQL, may be away. */
function meetJobs(nid: number, ledger: Ledger): Promise<{ session: string; jobs: HeldJob[] }> {
  const meet = async () => {
    const session = await ledger.session(nid);
    const jobs = await ledger.held(session);
    return jobs.length > 0 && { session, jobs };
  };
  return waitFor('jobs to meet', meet, { seconds: MEETS_WITHIN_SECONDS, everyMs: 20 });
}
