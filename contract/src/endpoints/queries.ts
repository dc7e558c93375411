import { Type } from '@sinclair/typebox';
import { DEFAULT_JOB_SORT, GROUP_FIELDS, TIME_FIELDS } from '../filter';
import { LIMITS } from '../limits';
import { SHORTEST_STAT_BUCKET_MS } from '../nodeStat';
import { Enum, EpochMs } from '../schema';

/** Query parameters that endpoints have in common, and the queries made of them. */

export const Filters = Type.Optional(
  Type.Array(Type.String({ maxLength: LIMITS.conditionChars }), {
    maxItems: LIMITS.conditions,
    description: 'Repeatable: field|operator|value|value...; combined with AND',
  })
);
export const Search = Type.Optional(Type.String({ maxLength: LIMITS.searchChars, description: 'Free text' }));
export const Start = Type.Integer({ ...EpochMs, description: 'Start of the time range, inclusive (epoch ms)' });
export const End = Type.Integer({ ...EpochMs, description: 'End of the time range, exclusive (epoch ms)' });
export const From = Type.Optional(Start);
export const To = Type.Optional(End);
export const Limit = Type.Optional(
  Type.Integer({ minimum: 1, maximum: LIMITS.pageRows, default: LIMITS.defaultPageRows })
);
export const Cursor = Type.Optional(
  Type.String({ maxLength: 4000, description: 'Opaque: page.next or page.prev of an earlier answer' })
);
const At = Type.Optional(
  Enum(['first', 'last'] as const, { description: 'Jump to the first or last page (no cursor)' })
);
const TimeField = Type.Optional(
  Enum(TIME_FIELDS, { description: 'Which time from and to mean', default: 'timeCreate' })
);

export const listJobsQuery = Type.Object(
  {
    filter: Filters,
    q: Search,
    from: From,
    to: To,
    timeField: TimeField,
    sort: Type.Optional(
      Type.String({
        maxLength: 60,
        description: 'A sortable field, "-" in front for descending',
        default: DEFAULT_JOB_SORT,
      })
    ),
    cursor: Cursor,
    at: At,
    limit: Limit,
    count: Type.Optional(Type.Boolean({ description: 'Count the total; false is cheaper', default: true })),
  },
  { additionalProperties: false }
);

export const logsQuery = Type.Object(
  {
    filter: Filters,
    q: Search,
    from: From,
    to: To,
    direction: Type.Optional(Enum(['forward', 'backward'] as const, { description: 'Oldest or newest first' })),
    cursor: Cursor,
    at: At,
    startTime: Type.Optional(
      Type.Integer({
        ...EpochMs,
        minimum: 0,
        description: 'Opens the list at the first line of this time, with the lines before it on page.prev',
      })
    ),
    limit: Limit,
    count: Type.Optional(Type.Boolean({ default: true })),
  },
  { additionalProperties: false }
);

export const jobLogsQuery = Type.Object(
  {
    ...logsQuery.properties,
    startSeq: Type.Optional(
      Type.Integer({
        format: 'int64',
        minimum: 0,
        description: 'Opens the list at the line with this seq: the n-th line of a first attempt',
      })
    ),
  },
  { additionalProperties: false }
);

export const countsQuery = Type.Object(
  {
    filter: Filters,
    q: Search,
    from: From,
    to: To,
    timeField: TimeField,
    groupBy: Type.Optional(Type.Array(Enum(GROUP_FIELDS), { maxItems: 5, description: 'Repeatable' })),
    bucketMs: Type.Optional(
      Type.Integer({ minimum: 1000, description: 'Length of a time bucket; absent: one count per group' })
    ),
  },
  { additionalProperties: false }
);

/** A time range is a must: percentiles are read from every job in it, never from kept counts. */
export const durationsQuery = Type.Object(
  {
    ...countsQuery.properties,
    from: Start,
    to: End,
    timeField: Type.Optional(
      Enum(TIME_FIELDS, { description: 'Which time from, to and the buckets mean', default: 'timeCreate' })
    ),
    bucketMs: Type.Optional(
      Type.Integer({ minimum: 1000, description: 'Length of a time bucket; absent: one place per group' })
    ),
    histogram: Type.Optional(
      Type.Boolean({ default: false, description: 'Also how many jobs lie between bounds: for heatmaps' })
    ),
  },
  { additionalProperties: false }
);

/** A time range is a must: a node has no other end of what it measured. */
export const nodeStatsQuery = Type.Object(
  {
    filter: Filters,
    from: Start,
    to: End,
    bucketMs: Type.Optional(
      Type.Integer({
        minimum: SHORTEST_STAT_BUCKET_MS,
        description: 'Length of a time bucket; absent: one place per series',
      })
    ),
  },
  { additionalProperties: false }
);

/** A time range is a must: without one a histogram has no width. */
export const logCountsQuery = Type.Object(
  {
    filter: Filters,
    q: Search,
    from: Start,
    to: End,
    guid: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'Lines of this job' })),
    bucketMs: Type.Optional(
      Type.Integer({ minimum: 1000, description: 'Length of a time bucket; absent: one count per level' })
    ),
  },
  { additionalProperties: false }
);

/** No defaults: what the kind of row that is exported does not have is refused, not passed over. */
export const exportQuery = Type.Object(
  {
    of: Type.Optional(Enum(['jobs', 'logs'] as const, { description: 'Which rows', default: 'jobs' })),
    format: Type.Optional(Enum(['ndjson', 'csv'] as const, { default: 'ndjson' })),
    filter: Filters,
    q: Search,
    from: From,
    to: To,
    timeField: Type.Optional(
      Enum(TIME_FIELDS, { description: 'Jobs: which time from and to mean; absent: timeCreate' })
    ),
    sort: Type.Optional(
      Type.String({
        maxLength: 60,
        description: 'Jobs: a sortable field, "-" in front for descending; absent: -timeCreate',
      })
    ),
    details: Type.Optional(Type.Boolean({ description: 'Jobs: with args, result and error' })),
    guid: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'Log lines: of this job' })),
    direction: Type.Optional(
      Enum(['forward', 'backward'] as const, { description: 'Log lines: oldest or newest first' })
    ),
  },
  { additionalProperties: false }
);
