import type { Assignment, WorkResponse } from '@openvcloud/contract';
import { pino } from 'pino';
import { openDatabase, type Database } from '../database/database';
import { execute, plantScripts, readJob, startAgent, type TestAgent } from '../testing/agent';
import { startTestApp, type TestApp } from '../testing/app';
import { listenForWork } from './listenForWork';

jest.setTimeout(120_000);

const JOBS = 200;

describe('two controllers on one database', () => {
  const stopping = new AbortController();
  const log = pino({ level: 'silent' });
  let apps: TestApp[];
  let otherDatabase: Database;
  let listening: Array<Promise<void>>;
  beforeAll(async () => {
    const first = await startTestApp();
    otherDatabase = openDatabase({ url: first.database.url, log });
    const second = await startTestApp({ database: { ...first.database, database: otherDatabase } });
    apps = [first, second];
    listening = apps.map(({ database, services }) =>
      listenForWork(database.database, 1, services.waiters, log, stopping.signal)
    );
    await plantScripts(first, { 'o/echo': 'def action(): pass\n' });
  });
  afterAll(async () => {
    stopping.abort();
    await Promise.all(listening);
    const [first, second] = apps;
    await second?.close();
    await otherDatabase.close();
    await first?.close();
  });
  const app = (index: number): TestApp => apps[index % apps.length] as TestApp;

  const urlOf = ({ app: { server } }: TestApp): string => {
    const address = server.address();
    return typeof address === 'object' ? `http://127.0.0.1:${address?.port}` : '';
  };

  it('hand out every job, and none twice, to agents of either and to one that asks both', async () => {
    const agents = await Promise.all([1, 2, 3, 4, 5, 6].map((nid) => startAgent(app(nid), nid)));
    const both = await startAgent(app(0), 7);
    const taken: Array<Assignment & { by: number; at: number }> = [];
    const isDone = () => taken.length >= JOBS;
    const poll = async (at: number, { token, sessionId, nid }: TestAgent) => {
      while (!isDone()) {
        const answer = await fetch(`${urlOf(app(at))}/api/v1/agent/work`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify({ sessionId, free: { default: 2 }, waitMs: 1_000 }),
        });
        const { jobs } = (await answer.json()) as WorkResponse;
        taken.push(...jobs.map((job) => ({ ...job, by: nid, at: at % 2 })));
      }
    };
    const polling = [...agents.map((agent) => poll(agent.nid, agent)), poll(0, both), poll(1, both)];
    // All wait by now: what one controller is asked to run, the agents of the other are told of, too.
    while (apps.some(({ services }) => services.waiters.size === 0)) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    const made: string[] = [];
    for (let first = 0; first < JOBS; first += 10) {
      const batch = Array.from({ length: 10 }, (_, index) =>
        execute(app(index), {
          organization: 'o',
          name: 'echo',
          ...(index % 5 === 0 ? { nid: 1 + ((first + index) % 7) } : { role: 'node' }),
        })
      );
      made.push(...(await Promise.all(batch)).flatMap(({ jobs }) => jobs.map(({ guid }) => guid)));
    }
    await Promise.all(polling);
    expect(taken.map(({ guid }) => guid).sort()).toEqual(made.sort());
    expect(new Set(taken.map(({ at }) => at))).toEqual(new Set([0, 1]));

    // Whichever of them is told: each agent has what it was given.
    for (const agent of [...agents, both]) {
      const mine = taken.filter(({ by }) => by === agent.nid);
      const answer = await agent.report(
        ...mine.map(({ guid, attempt }) => ({ kind: 'result' as const, guid, attempt, state: 'OK' as const }))
      );
      expect(answer.refused).toEqual([]);
    }
    const [job] = taken;
    expect(await readJob(app(1), job?.guid ?? '')).toMatchObject({ state: 'OK', nid: job?.by, attempt: 1 });
  });
});
