import { Type, type Static } from '@sinclair/typebox';
import { Coverage } from './coverage';
import { FAILURE_STATUSES } from './failureStatus';
import { Enum, EpochMs, Nullable } from './schema';

export const FailureStatusSchema = Enum(FAILURE_STATUSES, { title: 'FailureStatus' });

/** A kind of failure: the jobs that failed the same way (docs/failures.md). */
export const FailureGroup = Type.Object(
  {
    key: Type.String({ description: 'Of the signature; the same for ever' }),
    gid: Type.Integer(),
    signature: Type.String(),
    signatures: Type.Array(Type.String(), { description: 'Its own, and those of the groups merged into it' }),
    title: Type.String({ description: 'What failed: the first part of the signature' }),
    status: FailureStatusSchema,
    count: Type.Integer({ description: 'Failed jobs of the window that became known in it' }),
    trend: Type.Array(Type.Integer(), { description: 'The same by time bucket; belongs to times of the answer' }),
    nodes: Type.Integer({ description: 'How many nodes they failed on' }),
    nodeNames: Type.Array(Type.String(), { description: 'The first 20 of them by name' }),
    scripts: Type.Array(Type.String(), { description: 'Organization and command of what failed, the first 20' }),
    versions: Type.Array(Type.Integer(), { description: 'Of the JumpScripts, the newest 20 first' }),
    firstSeen: Type.Integer({ ...EpochMs, description: 'Ever, also when the job is gone' }),
    lastSeen: Type.Integer({ ...EpochMs, description: 'Ever, also when the job is gone' }),
    newestJobs: Type.Array(Type.String(), { description: 'Guids of the newest three of the window' }),
    newestId: Nullable(Type.Integer({ format: 'int64', description: 'Id of the newest job of the window' })),
    lastOk: Nullable(Type.Integer({ ...EpochMs, description: 'When one of its scripts was last OK, on any node' })),
    firstScript: Nullable(
      Type.String({ description: 'Id of the JumpScript that failed first: <organization>:<name>' })
    ),
    firstVersion: Nullable(Type.Integer({ description: 'Version of the JumpScript that failed first' })),
    afterEditMs: Nullable(
      Type.Integer({ description: 'So long after that version was made it first failed; null when unknown' })
    ),
    resolvedAt: Nullable(EpochMs),
    resolvedBy: Nullable(Type.String()),
    ignoredBy: Nullable(Type.String()),
    ignoredUntil: Nullable(EpochMs),
    note: Nullable(Type.String()),
    notedBy: Nullable(Type.String()),
  },
  { title: 'FailureGroup' }
);
export type FailureGroup = Static<typeof FailureGroup>;

export const FailureList = Type.Object(
  {
    times: Type.Array(EpochMs, { description: 'Start of each bucket of the trends' }),
    bucketMs: Nullable(Type.Integer()),
    items: Type.Array(FailureGroup),
    total: Type.Integer({ description: 'Groups that match, also those past the limit' }),
    byStatus: Type.Record(Type.String(), Type.Integer(), { description: 'Groups of the window by status' }),
    jobs: Type.Integer({ description: 'Failed jobs of the window in all groups that match' }),
    coverage: Coverage,
  },
  { title: 'FailureList' }
);
export type FailureList = Static<typeof FailureList>;

/** One thing that is decided of a group. */
export const FailureActRequest = Type.Object(
  {
    act: Enum(['resolve', 'ignore', 'reopen', 'note', 'merge'] as const),
    until: Type.Optional(Type.Integer({ ...EpochMs, minimum: 1, description: 'ignore: until then' })),
    count: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 2_000_000_000, description: 'ignore: until so many more failed' })
    ),
    perHour: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 2_000_000_000, description: 'ignore: while fewer fail in an hour' })
    ),
    untilEdit: Type.Optional(Type.Boolean({ description: 'ignore: until the JumpScript is edited' })),
    note: Type.Optional(Type.String({ maxLength: 2000, description: 'note: its text; empty removes it' })),
    into: Type.Optional(
      Type.String({ maxLength: 64, description: 'merge: the key of the group it becomes part of, for good' })
    ),
  },
  { title: 'FailureActRequest', additionalProperties: false }
);
export type FailureActRequest = Static<typeof FailureActRequest>;
