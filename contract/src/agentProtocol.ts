import { Type, type Static } from '@sinclair/typebox';
import { Enum, CountByName, EpochMs, Json, Nullable, OneOf, Strings } from './schema';
import { JobError } from './job';
import { LIMITS } from './limits';
import { NodeName, NodeRoles, NodeStat } from './node';
import { DropReasonSchema, QueueNameSchema } from './enumSchemas';

/**
 * What agents say to the controller. An agent's token is bound to one node, so no request names its node; what that is called and which
 * roles it may have is given with the token, and an agent only asks for it.
 *
 * - register: at start. A new `sessionId` tells the controller that jobs of the former session are lost.
 * - work: long poll with the free slots per queue; answers at once when there is work, else after `waitMs`.
 * - heartbeat: renews the leases of the jobs that run, hands back those that a stopping agent has not begun; answers which of them to cancel, and which the controller no longer counts as this agent's.
 * - reports: what happened, in order. `spoolId` + `seq` make each report count once, however often it is sent.
 */
export const RegisterRequest = Type.Object(
  {
    sessionId: Type.String({ minLength: 8, maxLength: 64 }),
    name: { ...NodeName, description: 'What the agent calls itself; the node has the name it was given' },
    roles: Type.Optional({
      ...NodeRoles,
      description: 'Of those the node was given, the ones it shall have; absent: all of them',
    }),
    addresses: Type.Array(Type.String({ maxLength: 100 }), { maxItems: 200 }),
    workers: CountByName,
    agentVersion: Type.String({ maxLength: 100 }),
    pythonVersion: Type.Optional(
      Type.String({ maxLength: 100, description: 'Of what it runs JumpScripts with, as 3.11.7' })
    ),
    pythonPath: Type.Optional(Type.String({ maxLength: 1000, description: 'Where that is' })),
    pid: Type.Integer(),
  },
  { title: 'RegisterRequest' }
);
export type RegisterRequest = Static<typeof RegisterRequest>;

export const RegisterResponse = Type.Object(
  {
    gid: Type.Integer(),
    nid: Type.Integer(),
    name: Type.Optional(Type.String({ description: 'What the node is called' })),
    roles: Type.Optional(Type.Array(Type.String(), { description: 'The roles it has' })),
    askedRoles: Type.Optional(
      Type.Array(Type.String(), { description: 'Roles that were asked for and not given: an admin may give them' })
    ),
    leaseMs: Type.Integer({ description: 'A job not renewed for this long is given up' }),
    heartbeatMs: Type.Integer(),
    serverTime: EpochMs,
    limits: Type.Object({
      resultBytes: Type.Integer(),
      messageBytes: Type.Integer(),
      linesPerJob: Type.Integer(),
      batchBytes: Type.Integer(),
    }),
  },
  { title: 'RegisterResponse' }
);
export type RegisterResponse = Static<typeof RegisterResponse>;

export const WorkRequest = Type.Object(
  {
    sessionId: Type.String({ minLength: 8, maxLength: 64 }),
    free: CountByName,
    waitMs: Type.Integer({ minimum: 0, maximum: 60000 }),
  },
  { title: 'WorkRequest' }
);
export type WorkRequest = Static<typeof WorkRequest>;

/** A job handed to an agent. The source is fetched by hash once and kept. */
export const Assignment = Type.Object(
  {
    guid: Type.String(),
    attempt: Type.Integer(),
    organization: Type.String(),
    name: Type.String(),
    path: Type.String(),
    hash: Type.String(),
    queue: QueueNameSchema,
    args: Json('Arguments of action(), by name'),
    argsJson: Type.Optional(
      Type.String({
        description:
          'The same as JSON text, when JavaScript would write it otherwise: long numbers, 1.0, the order of keys',
      })
    ),
    timeoutSeconds: Type.Number(),
    log: Type.Boolean(),
    roles: Strings,
    tags: Strings,
    timeCreate: EpochMs,
  },
  { title: 'Assignment' }
);
export type Assignment = Static<typeof Assignment>;

export const WorkResponse = Type.Object(
  { jobs: Type.Array(Assignment), cancel: Type.Array(Type.String()) },
  { title: 'WorkResponse' }
);
export type WorkResponse = Static<typeof WorkResponse>;

export const HeartbeatRequest = Type.Object(
  {
    sessionId: Type.String({ minLength: 8, maxLength: 64 }),
    running: Type.Array(Type.String({ maxLength: 64 }), {
      maxItems: 10000,
      description: 'Guids of all jobs the agent holds',
    }),
    asOf: Type.Optional(
      Type.Integer({
        ...EpochMs,
        description:
          "The controller's clock showed at least this when `running` was read; without it no job is handed out again",
      })
    ),
    handedBack: Type.Optional(
      Type.Array(Type.String({ maxLength: 64 }), {
        maxItems: 10000,
        description: 'Guids of jobs that did not begin and will not here: they wait again at once',
      })
    ),
    spoolBytes: Type.Optional(Type.Integer({ minimum: 0, description: 'How much waits on its disk to be delivered' })),
  },
  { title: 'HeartbeatRequest' }
);
export type HeartbeatRequest = Static<typeof HeartbeatRequest>;

export const HeartbeatResponse = Type.Object(
  {
    cancel: Type.Array(Type.String(), { description: 'Kill these' }),
    unknown: Type.Array(Type.String(), { description: "No longer this agent's: kill, and drop what they report" }),
    serverTime: Type.Optional(
      Type.Integer({
        ...EpochMs,
        description: "The controller's clock, as late as it can be read: agents report times of it",
      })
    ),
  },
  { title: 'HeartbeatResponse' }
);
export type HeartbeatResponse = Static<typeof HeartbeatResponse>;

export const ReportedLine = Type.Object(
  {
    seq: Type.Integer({ minimum: 1 }),
    time: EpochMs,
    level: Type.Integer({ minimum: 1, maximum: 9 }),
    category: Type.String({ maxLength: LIMITS.categoryChars }),
    message: Type.String(),
    truncatedFrom: Type.Optional(Type.Integer()),
    pid: Type.Optional(Type.Integer()),
    tags: Type.Optional(Strings),
  },
  { title: 'ReportedLine' }
);
export type ReportedLine = Static<typeof ReportedLine>;

const TrueSize = Type.Optional(
  Nullable(Type.Integer({ format: 'int64', description: 'True size in bytes when it is shortened' }))
);

/** As the agent tells it; agents of former versions cut without telling. */
export const ReportedError = Type.Object(
  {
    ...Type.Omit(JobError, ['signature']).properties,
    messageTruncatedFrom: TrueSize,
    backtraceTruncatedFrom: TrueSize,
  },
  { title: 'ReportedError' }
);
export type ReportedError = Static<typeof ReportedError>;

const Seq = { seq: Type.Integer({ minimum: 1, description: 'Counts up by one within a spool' }) };
const OfAttempt = { ...Seq, guid: Type.String({ maxLength: 64 }), attempt: Type.Integer() };
const Left = {
  droppedLines: Type.Optional(
    Type.Integer({ description: 'Log lines left out since the last report of this attempt that counted some' })
  ),
  droppedBecause: Type.Optional(Type.Array(DropReasonSchema, { description: 'Why' })),
};

export const StartedReport = Type.Object(
  { ...OfAttempt, kind: Enum(['started'] as const), time: Type.Optional(EpochMs), pid: Type.Optional(Type.Integer()) },
  { title: 'StartedReport' }
);
export type StartedReport = Static<typeof StartedReport>;

export const LogsReport = Type.Object(
  { ...OfAttempt, kind: Enum(['logs'] as const), lines: Type.Optional(Type.Array(ReportedLine)), ...Left },
  { title: 'LogsReport' }
);
export type LogsReport = Static<typeof LogsReport>;

export const ResultReport = Type.Object(
  {
    ...OfAttempt,
    kind: Enum(['result'] as const),
    time: Type.Optional(EpochMs),
    state: Enum(['OK', 'ERROR', 'TIMEOUT'] as const),
    nativeState: Type.Optional(Type.String({ maxLength: 100, description: 'CANCELLED when killed on request' })),
    resultCode: Type.Optional(Type.Integer()),
    result: Type.Optional(Json("The JumpScript's return value")),
    resultJson: Type.Optional(
      Type.String({
        description: 'Instead of result: its JSON text, when it holds numbers of more digits than a double has',
      })
    ),
    resultTruncated: Type.Optional(Type.Integer({ description: 'True size in bytes when result is shortened' })),
    error: Type.Optional(ReportedError),
    ...Left,
  },
  { title: 'ResultReport' }
);
export type ResultReport = Static<typeof ResultReport>;

export const StatsReport = Type.Object(
  { ...Seq, kind: Enum(['stats'] as const), stats: Type.Array(NodeStat) },
  { title: 'StatsReport' }
);
export type StatsReport = Static<typeof StatsReport>;

/** One report, by its `kind`. Nothing in Go sends or reads them. */
export const Report = OneOf('kind', [StartedReport, LogsReport, ResultReport, StatsReport], {
  title: 'Report',
  'x-go-type': 'json.RawMessage',
});
export type Report = Static<typeof Report>;
/** A report as it is made: its number is the spool's to give. */
export type UnsentReport = Report extends infer Kind ? (Kind extends Report ? Omit<Kind, 'seq'> : never) : never;

/** The job that a report is about; none for a node's figures. */
export function guidOf(report: UnsentReport): string | undefined {
  return report.kind === 'stats' ? undefined : report.guid;
}

export const ReportsRequest = Type.Object(
  {
    sessionId: Type.String({ minLength: 8, maxLength: 64 }),
    spoolId: Type.String({ minLength: 8, maxLength: 64, description: 'Made once per spool folder' }),
    reports: Type.Array(Report, { maxItems: 5000 }),
  },
  { title: 'ReportsRequest' }
);
export type ReportsRequest = Static<typeof ReportsRequest>;

export const ReportsResponse = Type.Object(
  {
    acknowledged: Type.Integer({ description: 'Everything up to this seq is stored for good' }),
    refused: Type.Array(Type.Object({ seq: Type.Integer(), reason: Type.String() }), {
      description: 'Never going to be accepted; do not resend',
    }),
  },
  { title: 'ReportsResponse' }
);
export type ReportsResponse = Static<typeof ReportsResponse>;

export const JumpScriptSource = Type.Object(
  { hash: Type.String(), text: Type.String() },
  { title: 'JumpScriptSource' }
);
export type JumpScriptSource = Static<typeof JumpScriptSource>;

export const AgentIdentity = Type.Object(
  { gid: Type.Integer(), nid: Nullable(Type.Integer()) },
  { title: 'AgentIdentity' }
);
