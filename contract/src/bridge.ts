import { Type, type Static } from '@sinclair/typebox';
import { ReportedError } from './agentProtocol';
import { JobStateSchema } from './enumSchemas';
import { LIMITS } from './limits';
import { NodeStatusSchema } from './node';
import { EpochMs, Nullable } from './schema';
import { SourceKindSchema, sourceProgress } from './source';

/**
 * What a bridge says to the controller. Its token is bound to one source, so no request names it. A property that is absent is
 * not known: what was known before stays. Null and empty are values.
 *
 * - open: takes the source; one bridge at a time has it, and each request prolongs that.
 * - jobs, logs, nodes, jumpscripts: rows as the source has them now. Told again they change nothing.
 * - status: how far it is; `state` is given back by the next open.
 */
const strict = { additionalProperties: false } as const;
const GRID_ID = { minimum: 0, maximum: 2147483647 } as const;
const Text = (maxLength: number) => Type.String({ maxLength });
const Texts = Type.Array(Text(500), { maxItems: 500 });
const Instance = Type.String({
  minLength: 8,
  maxLength: 64,
  description: 'Which bridge speaks: made anew at each start',
});
const Key = Type.String({ minLength: 1, maxLength: 500, description: 'What one job is called at its source' });

export const BridgeHold = Type.Object({ instance: Instance }, { title: 'BridgeHold', ...strict });

export const BridgeOpenRequest = Type.Object(
  {
    instance: Instance,
    kind: SourceKindSchema,
    periodMs: Type.Integer({ minimum: 1000, maximum: 86_400_000, description: 'How often the source is read' }),
  },
  { title: 'BridgeOpenRequest', ...strict }
);
export type BridgeOpenRequest = Static<typeof BridgeOpenRequest>;

export const BridgeOpenResponse = Type.Object(
  {
    source: Type.String(),
    state: Nullable(Type.String({ description: 'As the last status had it' })),
    openJobs: Type.Array(Type.Object({ key: Type.String(), nativeState: Type.String(), timeCreate: EpochMs }), {
      description: 'Jobs of the source that have not ended here',
    }),
    holdMs: Type.Integer({ description: 'Not heard for so long, another bridge may take the source' }),
    serverTime: EpochMs,
  },
  { title: 'BridgeOpenResponse' }
);
export type BridgeOpenResponse = Static<typeof BridgeOpenResponse>;

export const BridgedJob = Type.Object(
  {
    key: Key,
    batchKey: Type.Optional(Nullable(Key)),
    gid: Type.Integer(GRID_ID),
    nid: Type.Optional(Nullable(Type.Integer(GRID_ID))),
    nodeName: Type.Optional(Nullable(Text(200))),
    organization: Type.Optional(Text(500)),
    category: Type.Optional(Text(500)),
    cmd: Type.Optional(Text(500)),
    jumpscriptId: Type.Optional(Nullable(Text(1001))),
    queue: Type.Optional(Text(200)),
    roles: Type.Optional(Texts),
    argsJson: Type.Optional(Text(LIMITS.argsBytes)),
    tags: Type.Optional(Texts),
    user: Type.Optional(Nullable(Text(200))),
    log: Type.Optional(Type.Boolean()),
    timeoutSeconds: Type.Optional(Type.Number({ minimum: 0, maximum: 1e9 })),
    state: JobStateSchema,
    nativeState: Text(500),
    timeCreate: Type.Optional(EpochMs),
    timeStart: Type.Optional(Nullable(EpochMs)),
    timeStop: Type.Optional(Nullable(EpochMs)),
    resultJson: Type.Optional(Nullable(Text(2 * LIMITS.resultBytes))),
    resultCode: Type.Optional(Nullable(Type.Integer({ minimum: -2147483648, maximum: 2147483647 }))),
    error: Type.Optional(Nullable(ReportedError)),
    notes: Type.Optional(Texts),
  },
  { title: 'BridgedJob', ...strict }
);
export type BridgedJob = Static<typeof BridgedJob>;

export const BridgeJobsRequest = Type.Object(
  {
    instance: Instance,
    isBackfill: Type.Optional(
      Type.Boolean({
        description:
          'They were there before the bridge was: no alert rule counts them, since nobody knows when they became known',
      })
    ),
    jobs: Type.Array(BridgedJob, { maxItems: LIMITS.bridgedJobs }),
  },
  { title: 'BridgeJobsRequest', ...strict }
);
export type BridgeJobsRequest = Static<typeof BridgeJobsRequest>;

export const BridgeJobsResponse = Type.Object(
  {
    created: Type.Integer(),
    changed: Type.Integer(),
    same: Type.Integer(),
    removed: Type.Integer({ description: 'Not taken: what was purged or is past its retention does not come back' }),
  },
  { title: 'BridgeJobsResponse' }
);
export type BridgeJobsResponse = Static<typeof BridgeJobsResponse>;

export const BridgedLine = Type.Object(
  {
    jobKey: Type.Optional({ ...Key, description: 'Absent: a line of the node, which its source ties to no job' }),
    gid: Type.Integer(GRID_ID),
    nid: Type.Integer(GRID_ID),
    nodeName: Type.Optional(Nullable(Text(200))),
    time: EpochMs,
    order: Type.Integer({
      minimum: 0,
      maximum: 4294967295,
      description: "The source's own number: orders lines of one time, and tells a line that comes again",
    }),
    level: Type.Integer({ minimum: 1, maximum: 9 }),
    nativeLevel: Type.Optional(Nullable(Text(40))),
    appName: Type.Optional(Text(500)),
    category: Type.Optional(Text(LIMITS.categoryChars)),
    message: Text(LIMITS.batchBytes),
    organization: Type.Optional(Text(500)),
    cmd: Type.Optional(Text(500)),
    pid: Type.Optional(Nullable(Type.Integer({ minimum: -2147483648, maximum: 2147483647 }))),
    tags: Type.Optional(Texts),
  },
  { title: 'BridgedLine', ...strict }
);
export type BridgedLine = Static<typeof BridgedLine>;

export const BridgeLogsRequest = Type.Object(
  { instance: Instance, lines: Type.Array(BridgedLine, { maxItems: LIMITS.bridgedLines }) },
  { title: 'BridgeLogsRequest', ...strict }
);
export type BridgeLogsRequest = Static<typeof BridgeLogsRequest>;

export const BridgeLogsResponse = Type.Object(
  { stored: Type.Integer(), left: Type.Integer({ description: 'Here already, or removed' }) },
  { title: 'BridgeLogsResponse' }
);
export type BridgeLogsResponse = Static<typeof BridgeLogsResponse>;

export const BridgedNode = Type.Object(
  {
    gid: Type.Integer(GRID_ID),
    nid: Type.Integer(GRID_ID),
    name: Type.Optional(Text(200)),
    roles: Type.Optional(Texts),
    addresses: Type.Optional(Texts),
    status: Type.Optional(NodeStatusSchema),
    nativeStatus: Type.Optional(Nullable(Text(200))),
    lastSeen: Type.Optional(EpochMs),
  },
  { title: 'BridgedNode', ...strict }
);
export type BridgedNode = Static<typeof BridgedNode>;

export const BridgeNodesRequest = Type.Object(
  { instance: Instance, nodes: Type.Array(BridgedNode, { maxItems: 5000 }) },
  { title: 'BridgeNodesRequest', ...strict }
);

export const BridgedJumpScript = Type.Object(
  {
    gid: Type.Integer(GRID_ID),
    organization: Type.String({ minLength: 1, maxLength: 500 }),
    name: Type.String({ minLength: 1, maxLength: 500 }),
    version: Type.Integer({ minimum: 1, maximum: 2147483647 }),
    declaredVersion: Type.Optional(Text(200)),
    category: Type.Optional(Text(500)),
    descr: Type.Optional(Text(20_000)),
    author: Type.Optional(Text(500)),
    license: Type.Optional(Text(500)),
    roles: Type.Optional(Texts),
    queue: Type.Optional(Text(200)),
    period: Type.Optional(Nullable(Text(200))),
    startatboot: Type.Optional(Type.Boolean()),
    async: Type.Optional(Type.Boolean()),
    log: Type.Optional(Type.Boolean()),
    enable: Type.Optional(Type.Boolean()),
    order: Type.Optional(Type.Integer({ minimum: -2147483648, maximum: 2147483647 })),
    timeoutSeconds: Type.Optional(Nullable(Type.Number({ minimum: 0, maximum: 1e9 }))),
    args: Type.Optional(
      Type.Array(Type.Object({ name: Text(500), default: Nullable(Text(2000)) }, strict), { maxItems: 500 })
    ),
    path: Type.Optional(Text(2000)),
    text: Type.Optional(Nullable(Text(LIMITS.requestBytes))),
  },
  { title: 'BridgedJumpScript', ...strict }
);
export type BridgedJumpScript = Static<typeof BridgedJumpScript>;

export const BridgeJumpScriptsRequest = Type.Object(
  { instance: Instance, jumpscripts: Type.Array(BridgedJumpScript, { maxItems: 1000 }) },
  { title: 'BridgeJumpScriptsRequest', ...strict }
);

export const BridgeStatusRequest = Type.Object(
  { instance: Instance, ...sourceProgress, state: Nullable(Text(1024 * 1024)) },
  { title: 'BridgeStatusRequest', ...strict }
);
export type BridgeStatusRequest = Static<typeof BridgeStatusRequest>;
