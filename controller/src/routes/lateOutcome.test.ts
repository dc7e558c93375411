import { randomUUID } from 'node:crypto';
import type { JobCounts, TimeField } from '@openvcloud/contract';
import { execute, plantScripts, readJob, startAgent } from '../testing/agent';
import { startTestApp, type TestApp } from '../testing/app';

jest.setTimeout(60_000);

const MINUTE_MS = 60_000;

/** Its jobs ended while nobody could be told; the controller was away, so that it did not give them up either. */
describe('an outcome that arrives late', () => {
  let test: TestApp;
  let now = Date.UTC(2026, 10, 22);
  beforeAll(async () => {
    test = await startTestApp({ now: () => now });
    await plantScripts(test, { 'o/echo': 'def action(): pass\n' });
  });
  afterAll(() => test.close());

  const failed = async (timeField: TimeField) => {
    const window = `from=${now - 5 * MINUTE_MS}&to=${now}&timeField=${timeField}`;
    const { body } = await test.call({
      url: `/api/v1/stats/jobs?filter=state|in|ERROR|TIMEOUT&${window}`,
      token: test.tokens.viewer,
    });
    return (body as JobCounts).total;
  };

  /** As a rule that looks at the last five minutes once a minute sees it: how often it begins to fire. */
  async function alertsIn(minutes: number, timeField: TimeField): Promise<number> {
    let alerts = 0;
    let isFiring = false;
    for (let minute = 0; minute < minutes; minute++) {
      now += MINUTE_MS;
      const fires = (await failed(timeField)) > 0;
      alerts += fires && !isFiring ? 1 : 0;
      isFiring = fires;
    }
    return alerts;
  }

  it.each([
    ['timeKnown', 1],
    ['timeStop', 0],
  ] as const)('alerts by %s %i time(s), when it arrives', async (timeField, alerts) => {
    await test.database.database.query({ text: 'truncate jobs, job_counts, job_count_deltas', values: [] });
    const agent = await startAgent(test, 1);
    const guid = (await execute(test, { organization: 'o', name: 'echo', nid: 1 })).jobs[0]?.guid ?? '';
    await agent.work();
    const stopped = now + 1000;
    expect(await alertsIn(20, timeField)).toBe(0);
    await agent.send(randomUUID(), [
      { seq: 1, kind: 'started', guid, attempt: 1, time: stopped - 500, pid: 7 },
      {
        seq: 2,
        kind: 'result',
        guid,
        attempt: 1,
        state: 'ERROR',
        time: stopped,
        error: {
          type: 'OSError',
          message: 'no disk',
          backtrace: null,
          file: null,
          line: null,
          function: null,
          code: null,
        },
      },
    ]);
    const known = now;
    expect(await readJob(test, guid)).toMatchObject({ timeStop: stopped, timeKnown: known });
    now += 30_000;
    expect(await alertsIn(20, timeField)).toBe(alerts);
  });
});
