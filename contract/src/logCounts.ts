import { Type, type Static } from '@sinclair/typebox';
import { Coverage } from './coverage';
import { EpochMs, Nullable } from './schema';

/** How many lines of one level. `counts[i]` belongs to `times[i]` of the answer; without buckets there is one count. */
export const LogCountSeries = Type.Object(
  {
    level: Type.Integer({ minimum: 1, maximum: 9 }),
    counts: Type.Array(Type.Integer({ format: 'int64' })),
    total: Type.Integer({ format: 'int64' }),
  },
  { title: 'LogCountSeries' }
);
export type LogCountSeries = Static<typeof LogCountSeries>;

/**
 * Lines by level and time. All of a range are counted from kept counts; of those that a filter, a search or a job leaves as
 * many as can be read in time, the newest first: then `coverage.isCut`, and `coverage.from` is where counting began.
 */
export const LogCounts = Type.Object(
  {
    times: Type.Array(EpochMs, { description: 'Start of each bucket; empty when no bucket was asked for' }),
    bucketMs: Nullable(Type.Integer()),
    series: Type.Array(LogCountSeries, { description: 'Levels without a line are left out' }),
    total: Type.Integer({ format: 'int64' }),
    coverage: Coverage,
  },
  { title: 'LogCounts' }
);
export type LogCounts = Static<typeof LogCounts>;
