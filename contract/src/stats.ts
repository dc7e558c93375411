import { Type, type Static } from '@sinclair/typebox';
import { Coverage } from './coverage';
import { CountByName, EpochMs, Nullable } from './schema';

/** One group's counts. `counts[i]` belongs to `times[i]` of the answer; without buckets there is one count per group. */
export const JobCountSeries = Type.Object(
  {
    labels: Type.Record(Type.String(), Type.String(), { description: 'One entry per groupBy field' }),
    counts: Type.Array(Type.Integer()),
    total: Type.Integer(),
  },
  { title: 'JobCountSeries' }
);
export type JobCountSeries = Static<typeof JobCountSeries>;

/** Exact counts: never row-limited, so that alert rules can rely on them. */
export const JobCounts = Type.Object(
  {
    times: Type.Array(EpochMs, { description: 'Start of each bucket; empty when no bucket was asked for' }),
    bucketMs: Nullable(Type.Integer()),
    series: Type.Array(JobCountSeries),
    total: Type.Integer(),
    coverage: Coverage,
  },
  { title: 'JobCounts' }
);
export type JobCounts = Static<typeof JobCounts>;

export const FieldValues = Type.Object(
  {
    field: Type.String(),
    values: Type.Array(Type.Object({ value: Type.String(), count: Type.Integer() }, { title: 'FieldValue' })),
    coverage: Coverage,
  },
  { title: 'FieldValues' }
);
export type FieldValues = Static<typeof FieldValues>;

/** What this controller is and holds: the data source's health check and the app's configuration page show it. */
export const ControllerInfo = Type.Object(
  {
    name: Type.String(),
    version: Type.String(),
    gid: Type.Integer(),
    startedAt: EpochMs,
    role: Type.String({ description: 'Role of the token that asked' }),
    nodes: Type.Integer(),
    liveNodes: Type.Integer(),
    jumpscripts: Type.Integer(),
    brokenJumpscripts: Type.Integer(),
    jobsByState: CountByName,
    lastJob: Nullable(
      Type.Object({ guid: Type.String(), cmd: Type.String(), organization: Type.String(), state: Type.String(), timeCreate: EpochMs }, { title: 'LastJob' })
    ),
    asOf: EpochMs,
  },
  { title: 'ControllerInfo' }
);
export type ControllerInfo = Static<typeof ControllerInfo>;

export const Health = Type.Object({ status: Type.String(), version: Type.String() }, { title: 'Health' });
export type Health = Static<typeof Health>;
