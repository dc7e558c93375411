import { startTestApp, type TestApp } from '../testing/app';
import { seedJobs } from '../testing/seed';

const NOW = 1_760_000_000_000;
const DAY_MS = 86_400_000;

describe('the jobs gauge', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp({ now: () => NOW });
    await seedJobs(test.services.database, { count: 400, from: NOW - 2 * DAY_MS, to: NOW });
  });
  afterAll(() => test.close());

  it('is the jobs created in the last 24 hours, by state and queue', async () => {
    const { text } = await test.call({ url: '/metrics' });
    const rows = await test.services.database.read<{ state: string; queue: string; count: number }>({
      text: 'select state, queue, count(*) as count from jobs where time_create >= $1 group by 1, 2',
      values: [NOW - DAY_MS],
    });
    expect(rows.length).toBeGreaterThan(4);
    const lines = text.split('\n').filter((line) => line.startsWith('openvcloud_jobs{'));
    expect(lines.sort()).toEqual(
      rows.map(({ state, queue, count }) => `openvcloud_jobs{state="${state}",queue="${queue}"} ${count}`).sort()
    );
  });
});
