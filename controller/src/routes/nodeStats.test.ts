import type { FieldValues, NodeStats } from '@openvcloud/contract';
import { makePartitions, partitionName } from '../database/partitions';
import { startAgent, type TestAgent } from '../testing/agent';
import { startTestApp, type TestApp } from '../testing/app';
import { seededRandom } from '../testing/seed';

// A busy machine may be slow; a hang is still found.
jest.setTimeout(60_000);

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Twenty days of two nodes, with a hole of a day in which their agents were away. */
const NOW = Date.UTC(2026, 10, 22, 12);
const HOLE = { from: NOW - 3 * DAY_MS, to: NOW - 2 * DAY_MS };

interface Sample {
  nid: number;
  name: string;
  time: number;
  value: number;
}

describe('node stats', () => {
  let test: TestApp;
  let agents: TestAgent[];
  const samples: Sample[] = [];

  beforeAll(async () => {
    test = await startTestApp({ now: () => NOW });
    await makePartitions(test.database.database, NOW, { daysBack: 21 });
    agents = [await startAgent(test, 1), await startAgent(test, 2)];
    const random = seededRandom(3);
    for (let time = NOW - 20 * DAY_MS; time < NOW; time += 97_000 + Math.floor(random() * 60_000)) {
      if (time < HOLE.from || time >= HOLE.to) {
        for (const nid of [1, 2]) {
          samples.push({ nid, name: 'cpu_percent', time, value: Math.round(random() * 100) });
        }
        samples.push({ nid: 1, name: 'disk_used_percent:/var/a:b', time, value: random() });
      }
    }
    // In no order, as when agents were cut off: what comes late counts as well.
    const shuffled = samples.map((one) => ({ one, at: random() })).sort((a, b) => a.at - b.at);
    await send(shuffled.map(({ one }) => one));
  });
  afterAll(() => test.close());

  const send = async (some: readonly Sample[]) => {
    for (const [index, agent] of agents.entries()) {
      const own = some.filter(({ nid }) => nid === index + 1).map(({ nid: _, ...stat }) => stat);
      for (let at = 0; at < own.length; at += 1000) {
        await agent.report({ kind: 'stats', stats: own.slice(at, at + 1000) });
      }
    }
  };
  const ask = async (query: string) => {
    const { status, body } = await test.call({ url: `/api/v1/stats/nodes?${query}`, token: test.tokens.viewer });
    return { status, body: body as NodeStats & { code?: string; detail?: string } };
  };
  const measure = async (query: string) => {
    const { status, body } = await ask(query);
    expect([status, body.detail]).toEqual([200, undefined]);
    return body;
  };
  /** What a bucket has, from the samples as they were sent. */
  const byHand = (nid: number, name: string, from: number, to: number) => {
    const values = samples
      .filter((one) => one.nid === nid && one.name === name && one.time >= from && one.time < to)
      .map(({ value }) => value);
    return values.length === 0
      ? { samples: 0, min: null, mean: null, max: null }
      : {
          samples: values.length,
          min: Math.min(...values),
          mean: expect.closeTo(values.reduce((sum, value) => sum + value, 0) / values.length, 6) as number,
          max: Math.max(...values),
        };
  };
  const figures = ({ min, mean, max, samples: counts }: NodeStats['series'][number]) =>
    counts.map((count, place) => ({ samples: count, min: min[place], mean: mean[place], max: max[place] }));

  it.each([
    ['samples', 30_000, HOUR_MS, 30_000],
    ['samples of odd buckets', 70_001, 3 * HOUR_MS, 70_001],
    ['steps of 5 minutes', 5 * MINUTE_MS, DAY_MS, 5 * MINUTE_MS],
    ['several of them', 11 * MINUTE_MS, 4 * DAY_MS, 15 * MINUTE_MS],
    ['steps of half an hour', 31 * MINUTE_MS, 20 * DAY_MS, HOUR_MS],
  ])('are exact when they are made of %s', async (_, bucketMs, length, wanted) => {
    const [from, to] = [NOW - length - 12_345, NOW - 7];
    const answer = await measure(`from=${from}&to=${to}&bucketMs=${bucketMs}`);
    expect(answer.bucketMs).toBe(wanted);
    expect(answer.coverage).toMatchObject({ from: answer.times[0], to: (answer.times.at(-1) ?? 0) + wanted });
    expect(answer.series.map(({ nid, stat, device }) => [nid, stat, device])).toEqual([
      [1, 'cpu_percent', ''],
      [1, 'disk_used_percent', '/var/a:b'],
      [2, 'cpu_percent', ''],
    ]);
    for (const series of answer.series) {
      const name = series.device === '' ? series.stat : `${series.stat}:${series.device}`;
      expect(figures(series)).toEqual(answer.times.map((time) => byHand(series.nid, name, time, time + wanted)));
    }
  });

  it('leave a gap where the agent was away, which is no zero', async () => {
    const { series } = await measure(`from=${HOLE.from}&to=${HOLE.to}&bucketMs=${HOUR_MS}`);
    expect(series).toEqual([]);
    const across = await measure(`from=${HOLE.from - HOUR_MS}&to=${HOLE.to + HOUR_MS}&bucketMs=${HOUR_MS}`);
    expect(across.series[0]?.mean.slice(1, 25)).toEqual(new Array(24).fill(null));
    expect(across.series[0]?.samples.slice(1, 25)).toEqual(new Array(24).fill(0));
  });

  it('are one place per series without buckets, of the range to the millisecond while that is short', async () => {
    const [from, to] = [NOW - HOUR_MS + 1, NOW - 3];
    const { times, bucketMs, series, coverage } = await measure(`from=${from}&to=${to}&filter=nid|=|2`);
    expect({ times, bucketMs, coverage }).toMatchObject({ times: [], bucketMs: null, coverage: { from, to } });
    expect(series.map(figures)).toEqual([[byHand(2, 'cpu_percent', from, to)]]);
    const month = await measure(`from=${NOW - 20 * DAY_MS}&to=${NOW}&filter=nid|=|2`);
    expect(month.series.map(figures)).toEqual([[byHand(2, 'cpu_percent', NOW - 20 * DAY_MS, NOW)]]);
  });

  it('count what is sent twice once', async () => {
    const query = `from=${NOW - DAY_MS}&to=${NOW}&bucketMs=${HOUR_MS}`;
    const before = await measure(query);
    await send(samples.filter(({ time }) => time >= NOW - DAY_MS));
    expect(await measure(query)).toEqual(before);
  });

  it('are found by node, stat and device, and say what they are', async () => {
    const { series } = await measure(
      `from=${NOW - DAY_MS}&to=${NOW}&bucketMs=${HOUR_MS}&filter=stat|=|disk_used_percent&filter=device|startsWith|/var&filter=nodeName|=|node-1`
    );
    expect(series).toMatchObject([
      { nid: 1, nodeName: 'node-1', device: '/var/a:b', label: 'Disk used', unit: 'percent' },
    ]);
    const { body } = await test.call({
      url: '/api/v1/values/stat?of=nodeStats&filter=nid|=|1',
      token: test.tokens.viewer,
    });
    expect((body as FieldValues).values.map(({ value }) => value)).toEqual(['cpu_percent', 'disk_used_percent']);
  });

  it('refuse what would not fit a graph, buckets that are shorter than samples, and a range without an end', async () => {
    const month = `from=${NOW - 20 * DAY_MS}&to=${NOW}`;
    expect((await ask(`${month}&bucketMs=30000`)).body.code).toBe('TOO_MANY_BUCKETS');
    expect((await ask(`from=0&to=${NOW}&bucketMs=${10_000 * HOUR_MS}`)).status).toBe(200);
    expect((await ask(`${month}&bucketMs=29999`)).body).toMatchObject({ code: 'BAD_PARAMETER' });
    expect((await ask(`from=${NOW}`)).body).toMatchObject({ code: 'BAD_PARAMETER' });
    expect((await ask(`from=${NOW}&to=${NOW}`)).body).toMatchObject({ code: 'BAD_TIME_RANGE' });
    expect((await ask(`${month}&filter=cmd|=|x`)).body).toMatchObject({ code: 'UNKNOWN_FILTER_FIELD' });
  });

  it('are refused when they are too many, and a filter is what helps', async () => {
    const { database } = test.database;
    const add = `update nodes set stats = stats || (select jsonb_object_agg('other:' || n, n) from generate_series(1, 10000) n) where nid = 2`;
    await database.query({ text: add, values: [] });
    expect((await ask(`from=${NOW - HOUR_MS}&to=${NOW}`)).body).toMatchObject({
      code: 'TOO_MANY_SERIES',
      detail: 'Expected at most 10000 series, got more.',
      action: 'Filter by node, stat or device.',
    });
    expect((await measure(`from=${NOW - HOUR_MS}&to=${NOW}&filter=stat|!=|other`)).series).toHaveLength(3);
    const remove = `update nodes set stats = stats - array(select 'other:' || n from generate_series(1, 10000) n) where nid = 2`;
    await database.query({ text: remove, values: [] });
  });

  it('of days whose samples are gone are made of steps, however short the buckets', async () => {
    const from = NOW - 20 * DAY_MS;
    for (let day = 21; day > 8; day--) {
      const name = partitionName('node_stats', Math.floor(NOW / DAY_MS) - day);
      await test.database.database.query({ text: `drop table if exists ${name}`, values: [] });
    }
    await test.database.database.query({ text: `delete from node_stats where time < ${NOW - 8 * DAY_MS}`, values: [] });
    const answer = await measure(`from=${from}&to=${from + HOUR_MS}&bucketMs=30000&filter=nid|=|2`);
    expect(answer.bucketMs).toBe(5 * MINUTE_MS);
    expect(answer.series.map(figures)).toEqual([
      answer.times.map((time) => byHand(2, 'cpu_percent', time, time + 5 * MINUTE_MS)),
    ]);
  });
});
