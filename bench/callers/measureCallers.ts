import { setTimeout as delay } from 'node:timers/promises';
import { ProtocolAgent } from '../dispatch/protocolAgent';
import { tokenOf, type Stage } from '../dispatch/stage';

export interface CallersMeasurement {
  seconds: number;
  /** Answers of POST: 201; 429 or 503 with Retry-After; anything else. */
  accepted: number;
  refused: number;
  failed: number;
  /** Jobs whose result is stored. */
  done: number;
  heartbeatMs: number[];
  postMs: number[];
}

interface Load {
  callers: number;
  agents: number;
  seconds: number;
}

const SLOTS = 4;
/** Real agents send one every ten seconds: more of them tell more of their time. */
const HEARTBEAT_EVERY_MS = 500;
const ROLE = 'bench';

/** Callers that each ask for the next job when they have their answer, and agents that each run a few at a time. */
export async function measureCallers(stage: Stage, load: Load): Promise<CallersMeasurement> {
  const agents = Array.from({ length: load.agents }, (_, index) => new ProtocolAgent(stage.url, tokenOf(index + 1)));
  await Promise.all(agents.map((agent, index) => agent.register(`agent-${index + 1}`, [ROLE])));
  const measured = { accepted: 0, refused: 0, failed: 0, done: 0, heartbeatMs: [] as number[], postMs: [] as number[] };
  const began = performance.now();
  const isOver = () => performance.now() - began > load.seconds * 1000;
  const calling = Array.from({ length: load.callers }, () => call(stage, measured, isOver));
  const working = agents.flatMap((agent) => workAndBeat(agent, measured, isOver));
  await Promise.all([...calling, ...working]);
  const seconds = (performance.now() - began) / 1000;
  // The next round begins with nothing to do.
  await stage.run("update jobs set is_live = false, state = 'OK', time_stop = time_create where is_live");
  return { ...measured, seconds };
}

async function call(stage: Stage, measured: Omit<CallersMeasurement, 'seconds'>, isOver: () => boolean): Promise<void> {
  const headers = { authorization: `Bearer ${stage.operatorToken}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ organization: 'bench', name: 'noop', role: ROLE });
  while (!isOver()) {
    const sentAt = performance.now();
    const answer = await fetch(`${stage.url}/api/v1/jobs`, { method: 'POST', headers, body });
    await answer.text();
    measured.postMs.push(performance.now() - sentAt);
    const retryAfter = Number(answer.headers.get('retry-after') ?? 0);
    measured[answer.status === 201 ? 'accepted' : retryAfter > 0 ? 'refused' : 'failed'] += 1;
    await delay(answer.status === 201 ? 0 : 1000 * Math.max(retryAfter, 0.1));
  }
}

function workAndBeat(
  agent: ProtocolAgent,
  measured: Omit<CallersMeasurement, 'seconds'>,
  isOver: () => boolean
): Array<Promise<void>> {
  const held = new Set<string>();
  const work = async () => {
    while (!isOver()) {
      const taken = await agent.work(SLOTS).catch(() => []);
      const [time, of] = [Date.now(), taken.map(({ guid, attempt }) => ({ guid, attempt }))];
      of.forEach(({ guid }) => held.add(guid));
      if (of.length > 0) {
        await agent.report(of.map((job) => ({ kind: 'started', ...job, time }))).catch(() => undefined);
        const ended = of.map((job) => ({
          kind: 'result' as const,
          ...job,
          time,
          state: 'OK' as const,
          resultCode: 0,
          result: 1,
        }));
        const isStored = await agent.report(ended).then(
          () => true,
          () => false
        );
        measured.done += isStored ? of.length : 0;
        of.forEach(({ guid }) => held.delete(guid));
      }
    }
  };
  const beat = async () => {
    while (!isOver()) {
      const sentAt = performance.now();
      await agent.heartbeat([...held]).catch(() => undefined);
      measured.heartbeatMs.push(performance.now() - sentAt);
      await delay(HEARTBEAT_EVERY_MS);
    }
  };
  return [work(), beat()];
}
