import type { DurationFigures, GroupField, TimeField } from '@openvcloud/contract';
import { makePartitions } from '../database/partitions';
import { createTestDatabase, type TestDatabase } from '../testing/database';
import { copyJobs, generateJobs, seededRandom } from '../testing/seed';
import type { SeededJob } from '../testing/seededJob';
import { jobQuestion, type WireJobQuestion } from '../query/question';
import { measureDurations, type DurationRequest } from './durations';

const HOUR_MS = 3_600_000;
const FROM = Date.UTC(2025, 2, 10, 22, 13, 7);
const TO = FROM + 26 * HOUR_MS;
const JOBS = [...generateJobs({ count: 3_000, from: FROM, to: TO, seed: 5 })];
const GROUP_KEYS = { state: 'state', queue: 'queue', cmd: 'cmd', nodeName: 'node_name' } as const;
const TIME_KEYS = {
  timeCreate: 'time_create',
  timeStart: 'time_start',
  timeStop: 'time_stop',
  timeKnown: 'time_known',
} as const;

describe('durations', () => {
  let test: TestDatabase;
  const measure = (request: Omit<DurationRequest, 'question'> & WireJobQuestion) =>
    measureDurations(test.database, { ...request, question: jobQuestion(request) }, TO, {});
  beforeAll(async () => {
    test = await createTestDatabase();
    await makePartitions(test.database, TO, { daysBack: 3, daysAhead: 1 });
    await copyJobs(test.database, JOBS);
  });
  afterAll(() => test.drop());

  it('are those of every job that has them, in any window, bucket, group and filter', async () => {
    const random = seededRandom(77);
    const chosen = <Item>(items: readonly Item[], chance: number) => items.filter(() => random() < chance);
    for (let round = 0; round < 60; round++) {
      const timeField = (['timeCreate', 'timeStart', 'timeStop'] as const)[round % 3] ?? 'timeCreate';
      const bucketMs = ([undefined, HOUR_MS, 420_000] as const)[round % 4];
      const groupBy = chosen(['state', 'queue', 'cmd', 'nodeName'] as const, 0.25);
      const states = chosen(['OK', 'ERROR', 'TIMEOUT', 'RUNNING'], 0.6);
      const from = Math.floor(FROM + (random() - 0.1) * 20 * HOUR_MS);
      const to = from + 1 + Math.floor(random() * 20 * HOUR_MS);
      const filter = states.length === 0 ? [] : [`state|in|${states.join('|')}`];
      const request = { from, to, timeField, bucketMs, groupBy, filter };
      const { times, series } = await measure(request);
      const jobs = JOBS.filter((job) => states.length === 0 || states.includes(job.state));
      const expected = byHand(jobs, { from, to, timeField, bucketMs, groupBy, times });
      const actual = new Map(series.map(({ labels, wait, run }) => [JSON.stringify(labels), { wait, run }]));
      expect({ request, actual }).toEqual({ request, actual: expected });
    }
  });

  it('are counted between bounds where that is asked for, every job once', async () => {
    const { bounds = [], series } = await measure({ from: FROM, to: TO, histogram: true, groupBy: ['queue'] });
    const actual = new Map(series.map(({ labels, run }) => [labels.queue, run.histogram]));
    const expected = new Map<string, number[][]>();
    for (const job of JOBS) {
      const { run } = soFar(job);
      if (run === null || job.time_create < FROM || job.time_create >= TO) {
        continue;
      }
      const { queue } = job;
      const [histogram = []] = expected.get(queue) ?? [new Array<number>(bounds.length + 1).fill(0)];
      const over = bounds.findIndex((bound) => run <= bound);
      const place = over < 0 ? bounds.length : over;
      histogram[place] = (histogram[place] ?? 0) + 1;
      expected.set(queue, [histogram]);
    }
    expect(actual).toEqual(expected);
    expect((await measure({ from: FROM, to: TO })).series[0]?.run.histogram).toBeUndefined();
  });

  it('of one job are that job; of none are null and count 0, and the group is left out', async () => {
    const [job] = JOBS.filter(({ state }) => state === 'OK');
    const alone = { from: FROM, to: TO, filter: [`guid|=|${job?.guid}`] };
    const wait = (job?.time_start ?? NaN) - (job?.time_create ?? NaN);
    const { series } = await measure({ ...alone, groupBy: ['state'] });
    expect(series).toMatchObject([
      { labels: { state: 'OK' }, wait: { count: [1], p50: [wait], p95: [wait], p99: [wait], max: [wait] } },
    ]);
    const none = { count: [0], p50: [null], p95: [null], p99: [null], max: [null] };
    const nobody = { from: FROM, to: TO, filter: ['cmd|=|nobody'] };
    expect((await measure(nobody)).series).toEqual([{ labels: {}, wait: none, run: none }]);
    expect((await measure({ ...nobody, groupBy: ['state'] })).series).toEqual([]);
  });

  it('of jobs that run are of how long they have run until now', async () => {
    const running = JOBS.filter(({ state }) => state === 'RUNNING');
    expect(running.length).toBeGreaterThan(0);
    const longest = Math.max(...running.map((job) => soFar(job).run ?? 0));
    const { length } = running;
    const { series } = await measure({ from: FROM, to: TO, filter: ['state|=|RUNNING'] });
    expect(series).toMatchObject([{ wait: { count: [length] }, run: { count: [length], max: [longest] } }]);
  });

  it('say what they cover, and name every bucket, also the empty ones', async () => {
    const { times, bucketMs, series, coverage } = await measure({ from: FROM - HOUR_MS, to: TO, bucketMs: HOUR_MS });
    expect(times).toHaveLength(28);
    expect([bucketMs, times[0]]).toEqual([HOUR_MS, Math.floor(FROM / HOUR_MS - 1) * HOUR_MS]);
    expect(series[0]?.wait).toMatchObject({ count: expect.arrayContaining([0]), p50: expect.arrayContaining([null]) });
    expect(coverage).toEqual({ asOf: TO, from: FROM - HOUR_MS, to: TO, isCut: false, notice: null });
  });

  it('past their time budget are an error that says to shorten the time range', async () => {
    const blocker = await test.database.connect();
    try {
      await blocker.query('begin; lock table jobs in access exclusive mode');
      const asked = measureDurations(test.database, { question: jobQuestion({ from: FROM, to: TO }) }, TO, {
        budgetMs: 50,
      });
      await expect(asked).rejects.toMatchObject({
        code: 'QUERY_BUDGET',
        more: { action: expect.stringContaining('Shorten the time range') },
      });
    } finally {
      await blocker.end();
    }
  });

  it('of too many buckets, series or places are refused, not cut', async () => {
    await expect(measure({ from: FROM, to: TO, bucketMs: 5_000 })).rejects.toMatchObject({ code: 'TOO_MANY_BUCKETS' });
    // 10,401 buckets × 21 series, 20 nodes and none: each limit alone is kept.
    const asked = measure({ from: FROM, to: TO, bucketMs: 9_000, groupBy: ['nodeName'] });
    await expect(asked).rejects.toMatchObject({
      code: 'TOO_MANY_SERIES',
      detail: expect.stringContaining('at most 100000 places'),
    });
  });
});

/** How long a job waited and ran, or does so until TO; what ended without having started did neither. */
function soFar({ time_create: create, time_start: start, time_stop: stop }: SeededJob) {
  const wait = start === null ? (stop === null ? Math.max(0, TO - create) : null) : start - create;
  return { wait, run: start === null ? null : stop === null ? Math.max(0, TO - start) : stop - start };
}

interface Question {
  from: number;
  to: number;
  timeField: TimeField;
  bucketMs: number | undefined;
  groupBy: ReadonlyArray<keyof typeof GROUP_KEYS & GroupField>;
  times: readonly number[];
}

/** The same in TypeScript, from the jobs as they were made. */
function byHand(jobs: readonly SeededJob[], { from, to, timeField, bucketMs, groupBy, times }: Question) {
  const groups = new Map<string, Array<{ wait: number[]; run: number[] }>>();
  const placesOf = (labels: Record<string, string>) => {
    const key = JSON.stringify(labels);
    const places = groups.get(key) ?? (bucketMs === undefined ? [0] : times).map(() => ({ wait: [], run: [] }));
    groups.set(key, places);
    return places;
  };
  if (groupBy.length === 0) {
    placesOf({});
  }
  for (const job of jobs) {
    const time = job[TIME_KEYS[timeField]];
    const { wait, run } = soFar(job);
    if (time === null || time < from || time >= to || wait === null) {
      continue;
    }
    const labels = Object.fromEntries(groupBy.map((field) => [field, job[GROUP_KEYS[field]] ?? '']));
    const place = bucketMs === undefined ? 0 : times.findLastIndex((start) => start <= time);
    const durations = placesOf(labels)[place];
    durations?.wait.push(wait);
    durations?.run.push(...(run === null ? [] : [run]));
  }
  const figures = (
    places: ReadonlyArray<{ wait: number[]; run: number[] }>,
    which: 'wait' | 'run'
  ): DurationFigures => {
    const at = (percent: number) => places.map((place) => percentile(place[which], percent));
    return { count: places.map((place) => place[which].length), p50: at(50), p95: at(95), p99: at(99), max: at(100) };
  };
  return new Map(
    [...groups].map(([key, places]) => [key, { wait: figures(places, 'wait'), run: figures(places, 'run') }])
  );
}

/** The smallest value that at least so many percent of the values do not exceed: by its definition, in whole numbers. */
function percentile(values: readonly number[], percent: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.find((_, index) => (index + 1) * 100 >= percent * sorted.length) ?? null;
}
