import { Type, type Static } from '@sinclair/typebox';
import { Coverage, Page, Total } from './coverage';
import { DropReasonSchema, JobStateSchema } from './enumSchemas';
import { QueueOfSource } from './queue';
import { EpochMs, Json, Nullable, Seconds, Strings } from './schema';

/** Why a job ended in ERROR or TIMEOUT. */
export const JobError = Type.Object(
  {
    message: Type.String(),
    messageTruncatedFrom: Nullable(
      Type.Integer({ format: 'int64', description: 'True size in bytes when the message is shortened' })
    ),
    type: Type.String({ description: 'Exception class, or AgentLost, Timeout, NoWork, HashMismatch...' }),
    backtrace: Nullable(Type.String()),
    backtraceTruncatedFrom: Nullable(Type.Integer({ format: 'int64', description: 'The same of the backtrace' })),
    file: Nullable(Type.String()),
    line: Nullable(Type.Integer()),
    function: Nullable(Type.String()),
    code: Nullable(Type.String({ description: 'The JumpScript source as executed' })),
    signature: Type.String({
      description:
        'What failed, script, function and text of the failing line: equal for failures of one kind (docs/failures.md)',
    }),
  },
  { title: 'JobError' }
);
export type JobError = Static<typeof JobError>;

const identity = {
  guid: Type.String(),
  id: Type.Integer({ format: 'int64', description: 'Counts up per controller; unique within a source' }),
  source: Type.String({ description: 'The controller this job came from' }),
  nativeId: Nullable(
    Type.String({ description: 'What the job is called at its source, when that is another controller' })
  ),
  gid: Type.Integer(),
  nid: Nullable(Type.Integer({ description: 'null until a node takes a role job' })),
  nodeName: Nullable(Type.String()),
  organization: Type.String(),
  category: Type.String(),
  cmd: Type.String({ description: 'JumpScript name' }),
  jumpscriptId: Nullable(Type.String({ description: '<organization>:<name>' })),
  jumpscriptVersion: Nullable(Type.Integer()),
  roles: Strings,
  queue: QueueOfSource,
  state: JobStateSchema,
  nativeState: Type.String({
    description:
      "The source's own word for the state; equals state for this controller's jobs, or NOWORK, AGENT_LOST, CANCELLING, CANCELLED",
  }),
  resultCode: Nullable(Type.Integer()),
  timeCreate: EpochMs,
  timeStart: Nullable(EpochMs),
  timeStop: Nullable(EpochMs),
  timeKnown: Nullable(
    Type.Integer({
      format: 'int64',
      description:
        'When the controller learned how the job ended; later than timeStop when its agent had been cut off. Epoch milliseconds',
    })
  ),
  waitMs: Nullable(Type.Integer({ description: 'timeStart - timeCreate' })),
  runMs: Nullable(Type.Integer({ description: 'timeStop - timeStart' })),
  timeoutSeconds: Seconds,
  parentGuid: Nullable(Type.String({ description: 'The job that this one re-runs' })),
  batchGuid: Nullable(Type.String({ description: 'Set when one request made one job per node' })),
  attempt: Type.Integer({ minimum: 1 }),
  maxAttempts: Type.Integer({ minimum: 1 }),
  tags: Strings,
  user: Nullable(Type.String({ description: 'Who asked: a token name, or schedule' })),
  log: Type.Boolean({ description: 'Keep log lines' }),
  logLines: Type.Integer({ description: 'Log lines stored so far' }),
  unresolved: Type.Boolean({
    description:
      'Ended in ERROR or TIMEOUT and not made good since: by a later OK of the script on the node, or of a re-run (docs/failures.md)',
  }),
  droppedLines: Type.Integer({ format: 'int64', description: 'Log lines that were left out so far' }),
  droppedBecause: Type.Array(DropReasonSchema, { description: 'Why lines were left out' }),
  unknownFields: Type.Array(Type.String(), {
    description: 'Fields whose value its source does not tell: what stands there is not what the job had',
  }),
  notes: Type.Array(Type.String(), {
    description: 'What of a job of another controller had to be changed, or could not be read, on its way here',
  }),
} as const;

/** A row of the jobs list: everything but the heavy values, which come shortened. */
export const JobSummary = Type.Object(
  {
    ...identity,
    resultPreview: Nullable(
      Type.String({ description: 'First 300 characters of the result as JSON, or of the error message' })
    ),
    errorType: Nullable(Type.String()),
    errorMessage: Nullable(Type.String({ description: 'First 300 characters' })),
    errorSignature: Nullable(Type.String()),
  },
  { title: 'JobSummary' }
);
export type JobSummary = Static<typeof JobSummary>;

export const Job = Type.Object(
  {
    ...identity,
    args: Json('The arguments the JumpScript ran with'),
    result: Json("The JumpScript's return value"),
    resultTruncated: Nullable(
      Type.Integer({ format: 'int64', description: 'True size in bytes when the stored result is shortened' })
    ),
    error: Nullable(JobError),
    jumpscriptHash: Nullable(Type.String({ description: 'SHA-256 of the source it ran' })),
    leaseUntil: Nullable(EpochMs),
  },
  { title: 'Job' }
);
export type Job = Static<typeof Job>;

export const JobList = Type.Object(
  { items: Type.Array(JobSummary), total: Total, page: Page, coverage: Coverage },
  { title: 'JobList' }
);
export type JobList = Static<typeof JobList>;
