import { createTestDatabase, type TestDatabase } from '../testing/database';
import { seedJobs } from '../testing/seed';
import { listValues } from './values';

const NOW = Date.UTC(2025, 2, 10, 12);
const LINES = 100_500;
const { signal } = new AbortController();

describe('the values of a field', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await createTestDatabase();
    await seedJobs(test.database, { count: 400, from: NOW - 1_000, to: NOW });
    await test.database.query({
      text: `insert into log_lines (gid, time, job_guid, seq, level, app_name, category, message, nid, organization, cmd, tags)
             select 1, $1::bigint - n, 'job', n, 1 + n % 9, case when n = $2 then 'oldest' else 'script' end, '', '', 1, 'o', 'c', '{a,b}'
             from generate_series(1, $2::int) n`,
      values: [NOW, LINES],
    });
  });
  afterAll(() => test.drop());

  it('of more rows than are looked at are those of the newest, and say so', async () => {
    const newest = await listValues(test.database, 'appName', { of: 'logs' }, 10, NOW, signal);
    expect(newest.values).toEqual([{ value: 'script', count: 100_000 }]);
    expect(newest.coverage).toMatchObject({ isCut: true, notice: expect.stringContaining('newest 100000') });
    const tags = await listValues(test.database, 'tags', { of: 'logs' }, 1, NOW, signal);
    expect(tags.values).toEqual([{ value: 'a', count: 100_000 }]);
    expect(tags.coverage.notice).toMatch(/Only the 1 most frequent.*newest 100000/);
    const range = { of: 'logs', to: NOW - LINES + 10 } as const;
    const oldest = await listValues(test.database, 'appName', range, 10, NOW, signal);
    expect(oldest.values).toEqual([
      { value: 'script', count: 9 },
      { value: 'oldest', count: 1 },
    ]);
    expect(oldest.coverage).toMatchObject({ isCut: false, notice: null });
  });

  it('none of which is among those looked at are not said to be none', async () => {
    const { values, coverage } = await listValues(
      test.database,
      'appName',
      { of: 'logs', q: 'oldest' },
      10,
      NOW,
      signal
    );
    expect(values).toEqual([]);
    expect(coverage).toMatchObject({ isCut: true, notice: expect.stringContaining('newest 100000') });
    const none = { of: 'logs', q: 'oldest', from: NOW - 1_000 } as const;
    expect(await listValues(test.database, 'appName', none, 10, NOW, signal)).toMatchObject({
      values: [],
      coverage: { isCut: false, notice: null },
    });
  });

  it('of lists are counted by element, and narrowed by a part of them', async () => {
    const { values } = await listValues(test.database, 'tags', { q: 'ASE-' }, 10, NOW, signal);
    const rows = await test.database.read({
      text: `select element as value, count(*) as count from jobs cross join lateral unnest(tags) as element group by 1 order by 2 desc, 1`,
      values: [],
    });
    expect(values).toEqual(rows);
    expect(rows.length).toBeGreaterThan(3);
  });
});
