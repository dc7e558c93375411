import { Type, type Static } from '@sinclair/typebox';
import { Coverage } from './coverage';
import { STAT_UNITS } from './nodeStat';
import { CountByName, Double, EpochMs, Nullable } from './schema';

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

const Ms = Type.Array(Nullable(Type.Integer({ format: 'int64' })), {
  description: 'Milliseconds; null where count is 0',
});

/** Upper bounds of a histogram of durations: of a query of the database as of a night's backup. */
export const DURATION_BOUNDS_MS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 60_000, 120_000, 300_000, 600_000, 1_800_000,
  3_600_000, 7_200_000, 21_600_000, 86_400_000,
] as const;

/** The figures at place i belong to `times[i]` of the answer; without buckets there is one place. */
export const DurationFigures = Type.Object(
  {
    count: Type.Array(Type.Integer(), { description: 'How many jobs have this duration' }),
    p50: Ms,
    p95: Ms,
    p99: Ms,
    max: Ms,
    histogram: Type.Optional(
      Type.Array(Type.Array(Type.Integer()), {
        description:
          'Where it was asked for: per place, how many jobs took longer than one bound and at most the next; the last number is of those over all bounds',
      })
    ),
  },
  { title: 'DurationFigures' }
);
export type DurationFigures = Static<typeof DurationFigures>;

export const JobDurationSeries = Type.Object(
  {
    labels: Type.Record(Type.String(), Type.String(), { description: 'One entry per groupBy field' }),
    wait: DurationFigures,
    run: DurationFigures,
  },
  { title: 'JobDurationSeries' }
);
export type JobDurationSeries = Static<typeof JobDurationSeries>;

/**
 * How long jobs waited (those that started) and ran (those that started and ended). A percentile is a duration that
 * occurred, the shortest one that at least so many percent of the jobs do not exceed: of all of them, never of a sample.
 */
export const JobDurations = Type.Object(
  {
    times: Type.Array(EpochMs, { description: 'Start of each bucket; empty when no bucket was asked for' }),
    bucketMs: Nullable(Type.Integer()),
    bounds: Type.Optional(
      Type.Array(Type.Integer(), { description: 'Upper bounds of the histograms in milliseconds' })
    ),
    series: Type.Array(JobDurationSeries, { description: 'Groups without a started job are left out' }),
    coverage: Coverage,
  },
  { title: 'JobDurations' }
);
export type JobDurations = Static<typeof JobDurations>;

const StatFigures = (figure: string) =>
  Type.Array(Nullable(Double), { description: `The ${figure} of each bucket's samples; null where there is none` });

/** What one node measured of one thing. The figures at place i belong to `times[i]` of the answer; without buckets there is one place. */
export const NodeStatSeries = Type.Object(
  {
    gid: Type.Integer(),
    nid: Type.Integer(),
    nodeName: Type.String(),
    stat: Type.String({ description: 'e.g. cpu_percent, disk_used_percent' }),
    device: Type.String({ description: 'Which disk, mount or interface; empty when the stat is of the whole node' }),
    label: Type.String({ description: 'What people call the stat' }),
    unit: Type.String({
      description: `Of the figures: ${STAT_UNITS.filter(Boolean).join(', ')}; empty: a plain number`,
    }),
    min: StatFigures('least'),
    mean: StatFigures('mean'),
    max: StatFigures('greatest'),
    samples: Type.Array(Type.Integer(), { description: 'How many samples a bucket has; 0 is a gap' }),
  },
  { title: 'NodeStatSeries' }
);
export type NodeStatSeries = Static<typeof NodeStatSeries>;

/** Every sample counts once, in the bucket of its time, whenever it came. */
export const NodeStats = Type.Object(
  {
    times: Type.Array(EpochMs, { description: 'Start of each bucket; empty when no bucket was asked for' }),
    bucketMs: Nullable(
      Type.Integer({ description: 'As long as was asked for, or longer: a multiple of what is kept of that time' })
    ),
    series: Type.Array(NodeStatSeries, { description: 'Those with a sample in the range' }),
    coverage: Coverage,
  },
  { title: 'NodeStats' }
);
export type NodeStats = Static<typeof NodeStats>;

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
      Type.Object(
        {
          guid: Type.String(),
          cmd: Type.String(),
          organization: Type.String(),
          state: Type.String(),
          timeCreate: EpochMs,
        },
        { title: 'LastJob' }
      )
    ),
    behind: Type.Object(
      {
        planning: Type.Integer({
          description: "Since when the job is due that a JumpScript's schedule asks for on a live node",
        }),
        leases: Type.Integer({
          description: 'Since when a job should have been given up whose agent is not heard any more',
        }),
      },
      { description: "How far the controller's own work is behind, in ms; 0: it is not" }
    ),
    asOf: EpochMs,
  },
  { title: 'ControllerInfo' }
);
export type ControllerInfo = Static<typeof ControllerInfo>;

export const Health = Type.Object({ status: Type.String(), version: Type.String() }, { title: 'Health' });
export type Health = Static<typeof Health>;
