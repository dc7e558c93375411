import { FORMER_FIELDS, type JobList } from '@openvcloud/contract';
import { startTestApp, type TestApp } from '../testing/app';
import { seedJobs } from '../testing/seed';

const NOW = 1_780_000_600_000;
const HOUR_MS = 3_600_000;
const RANGE = `from=${NOW - HOUR_MS}&to=${NOW}`;

/** A condition that holds for some jobs and not for others. */
const CONDITIONS = {
  wait: (name: string) => `${name}|range|5|400`,
  run: (name: string) => `${name}|range|100|`,
  result: (name: string) => `${name}|contains|7`,
} as const;
const PAIRS = [
  ['wait', FORMER_FIELDS.wait],
  ['run', FORMER_FIELDS.run],
  ['result', FORMER_FIELDS.result],
] as const;

describe('a field by its former name', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp({ now: () => NOW });
    await seedJobs(test.services.database, { count: 200, from: NOW - HOUR_MS, to: NOW });
  });
  afterAll(() => test.close());

  const answer = async (url: string) => {
    const { status, text } = await test.call({ url, token: test.tokens.viewer });
    expect([url, status]).toEqual([url, 200]);
    return text;
  };

  it.each(PAIRS)('%s narrows a list as %s does, and some is left', async (former, current) => {
    const [then, today, all] = await Promise.all(
      [CONDITIONS[former](former), CONDITIONS[former](current), 'state|!=|none'].map(
        async (filter): Promise<JobList> => {
          return JSON.parse(await answer(`/api/v1/jobs?limit=1000&filter=${encodeURIComponent(filter)}`));
        }
      )
    );
    expect(then).toEqual(today);
    expect(then?.items.length).toBeGreaterThan(0);
    expect(then?.items.length).toBeLessThan(all?.items.length ?? 0);
  });

  it.each(
    [
      '/api/v1/stats/jobs?groupBy=state',
      `/api/v1/stats/durations?groupBy=queue&${RANGE}`,
      '/api/v1/values/cmd?limit=50',
      '/api/v1/export?format=csv&sort=-FIELD',
      '/api/v1/export?format=csv&details=true&sort=FIELD',
      '/api/v1/jobs?at=last&limit=7&sort=FIELD',
    ].flatMap((url) => PAIRS.map(([former, current]) => [former, current, url] as const))
  )('%s is %s in %s', async (former, current, url) => {
    const by = (name: string) =>
      answer(`${url.replace('FIELD', name)}&filter=${encodeURIComponent(CONDITIONS[former](name))}`);
    expect(await by(former)).toBe(await by(current));
  });
});
