import { startTestApp, type TestApp } from '../testing/app';
import { holdRows } from '../testing/heldRows';
import { seedJobs, seedLines } from '../testing/seed';

const DAY_MS = 86_400_000;
const NOW = Date.now();
/** As whoever rebuilds or drops them does. */
const lock = (tables: string) => ({ text: `lock table ${tables} in access exclusive mode`, values: [] });
const ALL_TABLES = 'jobs_done, jobs_live, log_lines, job_counts, job_count_deltas, nodes, jumpscripts, audit_events';

describe('tables that another transaction holds for itself', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp({ now: () => NOW });
    const { database } = test.services;
    await seedJobs(database, { count: 40, from: NOW - 60_000, to: NOW });
    // Of a day that has no partition of its own.
    await seedJobs(database, { count: 30, from: NOW - 40 * DAY_MS, to: NOW - 39 * DAY_MS, seed: 2, live: 0 });
    const lines = Array.from({ length: 40 }, (_, index) => {
      const time = NOW - (index < 20 ? 0 : 40 * DAY_MS) - index;
      return { jobGuid: 'a job', seq: index + 1, time, message: 'message' };
    });
    await seedLines(database, lines);
  });
  afterAll(() => test.close());

  const ask = (url: string) => test.call({ url, token: test.tokens.admin });

  // Some at a time: each waits for its lock on a connection of its own.
  it.each([
    [
      [
        '/api/v1/jobs',
        '/api/v1/jobs?sort=timeCreate',
        '/api/v1/jobs?sort=-runMs&filter=state|!=|OK',
        '/api/v1/jobs?filter=errorMessage|contains|disk',
      ],
    ],
    [
      [
        '/api/v1/jobs?filter=tags|=|nightly',
        '/api/v1/logs',
        '/api/v1/logs?q=disk',
        '/api/v1/logs?filter=message|regex|^d',
      ],
    ],
    [
      [
        '/api/v1/stats/jobs?groupBy=state',
        '/api/v1/stats/jobs?filter=errorMessage|contains|disk',
        `/api/v1/stats/durations?from=0&to=${NOW}`,
        '/api/v1/values/cmd',
      ],
    ],
    [
      [
        '/api/v1/values/tags',
        '/api/v1/values/tags?of=logs',
        '/api/v1/values/name?of=jumpscripts',
        '/api/v1/jumpscripts',
      ],
    ],
    [['/api/v1/nodes', '/api/v1/queues', '/api/v1/audit', '/api/v1/info']],
    [
      [
        '/api/v1/jobs/00000000-0000-7000-8000-000000000000',
        '/api/v1/jobs/00000000-0000-7000-8000-000000000000/logs',
        '/api/v1/batches/00000000-0000-7000-8000-000000000000',
      ],
    ],
  ])('are no empty ones, nor no jobs: %j', async (urls) => {
    const held = await holdRows(test.services.database, lock(ALL_TABLES));
    const answers = await Promise.all(urls.map(ask));
    await held.release();
    for (const { body } of answers) {
      expect(body).toMatchObject({
        status: 503,
        code: 'DATABASE_UNAVAILABLE',
        detail: expect.stringContaining('lock'),
      });
    }
    for (const { status } of await Promise.all(urls.map(ask))) {
      expect([200, 404]).toContain(status);
    }
  });

  it.each(['of=jobs', 'of=logs', 'of=jobs&details=true&format=csv'])('are no empty export: %s', async (query) => {
    const held = await holdRows(test.services.database, lock('jobs_done, jobs_live, log_lines'));
    const asked = test.app.inject({
      url: `/api/v1/export?${query}`,
      headers: { authorization: `Bearer ${test.tokens.viewer}` },
    });
    await held.isAwaited();
    await held.release();
    const lines = (await asked).body.trim().split('\n');
    expect(lines.length).toBeGreaterThanOrEqual(query.includes('csv') ? 71 : 41);
  });

  it('are said to be held also where that is only the oldest part', async () => {
    const urls = ['/api/v1/jobs?limit=60', '/api/v1/logs?limit=60', '/api/v1/logs?q=message&limit=60'];
    const held = await holdRows(test.services.database, lock('jobs_done_other, log_lines_other'));
    const answers = await Promise.all(urls.map(ask));
    await held.release();
    for (const { body } of answers) {
      expect(body).toMatchObject({ status: 503, code: 'DATABASE_UNAVAILABLE' });
    }
  });
});
