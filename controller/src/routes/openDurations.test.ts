import type { FieldValues, JobCounts, JobDurations, JobList } from '@openvcloud/contract';
import { act } from '../testing/act';
import { execute, plantScripts, startAgent, type TestAgent } from '../testing/agent';
import { startTestApp, type TestApp } from '../testing/app';

jest.setTimeout(60_000);

const MINUTE_MS = 60_000;

describe('jobs that wait or run', () => {
  let test: TestApp;
  let agent: TestAgent;
  let time = 1_700_000_000_000;
  const guids: string[] = [];
  const make = async () => {
    const { jobs } = await execute(test, { organization: 'o', name: 'echo', nid: 1 });
    guids.push(jobs[0]?.guid ?? '');
    return jobs[0]?.guid ?? '';
  };
  beforeAll(async () => {
    test = await startTestApp({ now: () => time });
    await plantScripts(test, { 'o/echo': 'def action(): pass\n' });
    agent = await startAgent(test, 1);
    const quick = await make();
    const long = await make();
    const taken = await agent.work();
    await agent.report(...taken.map(({ guid, attempt }) => ({ kind: 'started' as const, guid, attempt, time })), {
      kind: 'result',
      guid: quick,
      attempt: 1,
      state: 'OK',
      time: time + 10,
    });
    expect(taken.map(({ guid }) => guid).sort()).toEqual([quick, long].sort());
    for (let waiting = 0; waiting < 6; waiting++) {
      time += 1000;
      await make();
    }
    time += 2 * MINUTE_MS;
  });
  afterAll(() => test.close());

  const list = async (query: string) =>
    (await act<JobList>(test, 'GET', `/api/v1/jobs?${query}`, { token: test.tokens.viewer })).body;
  const places = ({ items }: JobList) => items.map(({ guid }) => guids.indexOf(guid));

  it('are found by how long they have waited or run until now', async () => {
    const waiting = await list('filter=waitMs|range|30000|&sort=timeCreate');
    expect(places(waiting)).toEqual([2, 3, 4, 5, 6, 7]);
    expect(waiting.total).toEqual({ value: 6, relation: 'eq' });
    expect(places(await list('filter=runMs|range|30000|'))).toEqual([1]);
    expect(places(await list('filter=run|range||1000'))).toEqual([0]);
  });

  it('are on top of a list that is sorted by it, with what they show as open as before', async () => {
    const longest = await list('sort=-waitMs');
    expect(places(longest).slice(0, 6)).toEqual([2, 3, 4, 5, 6, 7]);
    expect(longest.items[0]).toMatchObject({ state: 'SCHEDULED', waitMs: null });
    expect(places(await list('sort=-runMs&limit=1'))).toEqual([1]);
    expect((await list('sort=waitMs&limit=1&filter=state|=|SCHEDULED')).items[0]?.guid).toBe(guids[7]);
  });

  it('keep their places from page to page, though time goes on', async () => {
    const found: number[] = [];
    let cursor: string | null = '';
    const began = time;
    for (let page = 0; cursor !== null; page++) {
      const next: JobList = await list(`sort=-waitMs&limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      found.push(...places(next));
      cursor = next.page.next;
      time += MINUTE_MS;
    }
    time = began;
    expect(found.slice(0, 6)).toEqual([2, 3, 4, 5, 6, 7]);
    expect([...found].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('count in counts, values and percentiles', async () => {
    const get = async <Answer>(path: string) =>
      (await act<Answer>(test, 'GET', path, { token: test.tokens.viewer })).body;
    const filter = 'filter=waitMs|range|30000|';
    expect((await get<JobCounts>(`/api/v1/stats/jobs?${filter}`)).total).toBe(6);
    expect((await get<FieldValues>(`/api/v1/values/state?${filter}`)).values).toEqual([
      { value: 'SCHEDULED', count: 6 },
    ]);
    const range = `from=${time - 10 * MINUTE_MS}&to=${time + 1}`;
    const { series } = await get<JobDurations>(`/api/v1/stats/durations?${range}`);
    expect(series[0]?.wait).toMatchObject({ count: [8], max: [2 * MINUTE_MS + 5000] });
    expect(series[0]?.run).toMatchObject({ count: [2], max: [2 * MINUTE_MS + 6000] });
  });

  it('are acted on by what is found', async () => {
    const payload = { action: 'cancel', filter: ['waitMs|range|30000|'] };
    expect((await act<{ total: number }>(test, 'POST', '/api/v1/bulk-acts', { payload })).body.total).toBe(6);
  });
});
