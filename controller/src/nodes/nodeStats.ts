import {
  LIMITS,
  splitStatName,
  STAT_STEPS_MS,
  statSpec,
  type NodeStats,
  type NodeStatSeries,
} from '@openvcloud/contract';
import { bucketTimes, refusePlaces } from '../counts/series';
import { longRead, type Database } from '../database/database';
import { Parameters, where } from '../database/parameters';
import { oldestDay } from '../database/partitions';
import type { QueryOptions } from '../database/queryable';
import { ApiError } from '../errors/errors';
import { nodeStatConditions } from '../query/nodeStatFilters';
import { refuseEmptyRange, type NodeStatQuestion } from '../query/question';

export interface NodeStatRequest {
  question: NodeStatQuestion;
  from: number;
  to: number;
  bucketMs?: number;
}

/** A range without buckets is widened to its steps: so many of them at least. */
const STEPS_OF_A_RANGE = 24;

/**
 * Least, mean and greatest of what nodes measured, by time bucket. Whole buckets: the outer two begin before from and end after
 * to. Without buckets there is one place, of the steps that the range touches. Where there is no sample there is no figure.
 */
export async function measureNodes(
  database: Database,
  { question, from, to, bucketMs }: NodeStatRequest,
  now: number,
  options: QueryOptions
): Promise<NodeStats> {
  refuseEmptyRange(from, to);
  const reading = longRead(options);
  const oldestSample = await oldestDay(database, 'node_stats', reading);
  const stepMs = chooseStep(bucketMs ?? (to - from) / STEPS_OF_A_RANGE, from, oldestSample);
  const bucket = bucketMs === undefined ? undefined : bucketOf(bucketMs, stepMs);
  const times = bucketTimes(from, to, bucket);
  const [first, end] = widened(from, to, bucket ?? stepMs);
  const found = await findSeries(database, question, reading);
  const places = bucket === undefined ? 1 : times.length;
  refusePlaces(found.length * places > LIMITS.nodeStatPlaces, LIMITS.nodeStatPlaces);
  const rows = await readPlaces(database, { found, stepMs, first, end, bucket }, reading);
  return {
    times,
    bucketMs: bucket ?? null,
    series: toSeries(found, rows, places),
    coverage: { asOf: now, from: first, to: end, isCut: false, notice: null },
  };
}

/** Pure. Samples themselves (0) for short buckets, as long as they are kept; else the longest step that fits. */
export function chooseStep(lengthMs: number, from: number, oldestSample: number): number {
  const fitting = STAT_STEPS_MS.filter((stepMs) => stepMs <= lengthMs).at(-1);
  return fitting ?? (from < oldestSample ? STAT_STEPS_MS[0] : 0);
}

/** Pure. A bucket is of whole steps. */
function bucketOf(bucketMs: number, stepMs: number): number {
  return stepMs === 0 ? bucketMs : Math.ceil(bucketMs / stepMs) * stepMs;
}

/** Pure. Samples need no widening, unless they are in buckets. */
function widened(from: number, to: number, lengthMs: number): [first: number, end: number] {
  return lengthMs === 0 ? [from, to] : [Math.floor(from / lengthMs) * lengthMs, Math.ceil(to / lengthMs) * lengthMs];
}

type FoundSeries = { gid: number; nid: number; nodeName: string; name: string };

async function findSeries(
  database: Database,
  question: NodeStatQuestion,
  options: QueryOptions
): Promise<FoundSeries[]> {
  const parameters = new Parameters();
  const filter = where(nodeStatConditions(question, parameters));
  const limit = LIMITS.series;
  const found = await database.read<FoundSeries>(
    {
      text: `select gid, nid, node_name as "nodeName", name from node_stat_series ${filter} order by gid, nid, name limit ${limit + 1}`,
      values: parameters.values,
    },
    { ...options, name: 'find_node_stats' }
  );
  if (found.length > limit) {
    throw new ApiError('TOO_MANY_SERIES', `Expected at most ${limit} series, got more.`, {
      action: 'Filter by node, stat or device.',
    });
  }
  return found;
}

interface Reading {
  found: readonly FoundSeries[];
  stepMs: number;
  first: number;
  end: number;
  bucket: number | undefined;
}

type PlaceRow = { series: number; place: number; samples: number; mean: number; min: number; max: number };

async function readPlaces(
  database: Database,
  { found, stepMs, first, end, bucket }: Reading,
  options: QueryOptions
): Promise<PlaceRow[]> {
  const kept = stepMs > 0;
  const figures = kept
    ? 'sum(samples)::bigint as samples, sum(total) / sum(samples) as mean, min(least) as min, max(greatest) as max'
    : 'count(*) as samples, avg(value) as mean, min(value) as min, max(value) as max';
  const table = kept ? 'node_stat_steps' : 'node_stats';
  // Written out: the planner then knows which days and how many rows.
  const place = bucket === undefined ? '0' : `(time - ${first}) / ${bucket}`;
  return database.read<PlaceRow>(
    {
      text: `select series - 1 as series, one.* from unnest($1::integer[], $2::integer[], $3::text[]) with ordinality as asked (gid, nid, name, series)
             cross join lateral (
               select ${place} as place, ${figures} from ${table} s
               where s.gid = asked.gid and s.nid = asked.nid and s.name = asked.name and s.time >= ${first} and s.time < ${end}
                 ${kept ? `and s.step_ms = ${stepMs}` : ''}
               group by 1) as one`,
      values: [found.map(({ gid }) => gid), found.map(({ nid }) => nid), found.map(({ name }) => name)],
    },
    { ...options, name: 'measure_nodes' }
  );
}

/** Pure. Series without a sample are left out. */
function toSeries(found: readonly FoundSeries[], rows: readonly PlaceRow[], places: number): NodeStatSeries[] {
  const series = new Map<number, NodeStatSeries>();
  for (const row of rows) {
    const asked = found[row.series];
    if (asked === undefined) {
      throw new Error(`expected one of ${found.length} series, got ${row.series}`);
    }
    const one = series.get(row.series) ?? emptySeries(asked, places);
    series.set(row.series, one);
    one.samples[row.place] = row.samples;
    one.mean[row.place] = row.mean;
    one.min[row.place] = row.min;
    one.max[row.place] = row.max;
  }
  return [...series.entries()].sort(([one], [other]) => one - other).map(([, one]) => one);
}

function emptySeries({ name, ...node }: FoundSeries, places: number): NodeStatSeries {
  const none = () => new Array<number | null>(places).fill(null);
  const { stat, device } = splitStatName(name);
  const { label, unit } = statSpec(stat);
  const samples = new Array<number>(places).fill(0);
  return { ...node, stat, device, label, unit, min: none(), mean: none(), max: none(), samples };
}
