import { Type, type TObject, type TSchema } from '@sinclair/typebox';
import * as agent from './agentProtocol';
import { AuditActionSchema, AuditList } from './audit';
import { Batch, BatchCancelResponse, BatchRerunRequest, BatchRerunResponse } from './batch';
import { CancelResponse } from './cancel';
import { ExecuteRequest, ExecuteResponse } from './execute';
import { Job, JobList } from './job';
import { JumpScriptDetails, JumpScriptList } from './jumpscript';
import { LIMITS } from './limits';
import { LogList } from './logLine';
import { Node, NodeList, NodeStatusRequest } from './node';
import { PurgeResponse } from './purge';
import { countsQuery, Cursor, durationsQuery, exportQuery, Filters, From, jobLogsQuery, Limit, listJobsQuery, logsQuery, Search, To } from './queries';
import { QueueList } from './queue';
import { Enum, EpochMs } from './schema';
import { StreamQuery } from './stream';
import { ControllerInfo, FieldValues, Health, JobCounts, JobDurations } from './stats';
import { TokenCreated, TokenList, TokenRequest, type Role } from './token';

/**
 * Every endpoint, once: the controller registers its routes from this table and refuses to add any other, and openapi.json
 * is generated from it. Who may call what is written a second time, in the test of it (controller/src/routes/roles.test.ts):
 * a new endpoint, or other roles, need a line there.
 */
export interface Endpoint {
  method: 'GET' | 'POST' | 'DELETE' | 'PUT';
  path: string;
  summary: string;
  /** Who may call; empty = anyone, without a token. */
  roles: readonly Role[];
  params?: TObject;
  query?: TObject;
  body?: TSchema;
  /** An `Idempotency-Key` header makes it happen once, however often it is sent. */
  takesIdempotencyKey?: boolean;
  /** Is HEAD answered, too? For probes. */
  takesHead?: boolean;
  /** A `Last-Event-ID` header resumes a stream of events. */
  takesLastEventId?: boolean;
  status: number;
  /** Absent: not JSON (metrics, documents, streams). */
  response?: TSchema;
  /** Of an answer that is not JSON: the media types it comes in. */
  mediaTypes?: readonly string[];
}

const READ: readonly Role[] = ['viewer', 'operator', 'admin'];
const ACT: readonly Role[] = ['operator', 'admin'];
const ADMIN: readonly Role[] = ['admin'];
const AGENT: readonly Role[] = ['agent'];

const SourceHash = Type.Object({ hash: Type.String({ pattern: '^[0-9a-f]{64}$' }) });
const Guid = Type.Object({ guid: Type.String({ minLength: 1, maxLength: 64 }) });

export const ENDPOINTS = {
  getHealth: { method: 'GET', path: '/healthz', summary: 'Is the process alive', roles: [], takesHead: true, status: 200, response: Health },
  getReady: { method: 'GET', path: '/readyz', summary: 'Can it serve: database reachable, migrations applied', roles: [], takesHead: true, status: 200, response: Health },
  getMetrics: { method: 'GET', path: '/metrics', summary: 'Prometheus metrics', roles: [], takesHead: true, status: 200 },
  getOpenApi: { method: 'GET', path: '/openapi.json', summary: 'This document', roles: [], status: 200 },
  getInfo: { method: 'GET', path: '/api/v1/info', summary: 'What this controller is and holds', roles: READ, status: 200, response: ControllerInfo },

  listJobs: { method: 'GET', path: '/api/v1/jobs', summary: 'Jobs, filtered, sorted and paged', roles: READ, query: listJobsQuery, status: 200, response: JobList },
  executeJob: { method: 'POST', path: '/api/v1/jobs', summary: 'Run a JumpScript on a node or by role', roles: ACT, body: ExecuteRequest, takesIdempotencyKey: true, status: 201, response: ExecuteResponse },
  purgeJobs: {
    method: 'DELETE',
    path: '/api/v1/jobs',
    summary: 'Remove ended jobs and their log lines by age of creation',
    roles: ACT,
    query: Type.Object(
      { olderThan: Type.Integer({ ...EpochMs, minimum: 1, description: 'Jobs created before this (epoch ms) are removed, if they have ended' }) },
      { additionalProperties: false }
    ),
    status: 200,
    response: PurgeResponse,
  },
  getJob: { method: 'GET', path: '/api/v1/jobs/:guid', summary: 'One job with args, result and error', roles: READ, params: Guid, status: 200, response: Job },
  listJobLogs: { method: 'GET', path: '/api/v1/jobs/:guid/logs', summary: 'Log lines of one job', roles: READ, params: Guid, query: jobLogsQuery, status: 200, response: LogList },
  listLogs: { method: 'GET', path: '/api/v1/logs', summary: 'Log lines of all jobs', roles: READ, query: logsQuery, status: 200, response: LogList },
  exportRows: {
    method: 'GET',
    path: '/api/v1/export',
    summary: 'Every row of a list as one stream: NDJSON that ends with an ExportEnd, or CSV; a broken connection means it is not whole',
    roles: READ,
    query: exportQuery,
    status: 200,
    mediaTypes: ['application/x-ndjson', 'text/csv'],
  },
  openStream: {
    method: 'GET',
    path: '/api/v1/stream',
    summary: 'Jobs that change and log lines that are stored, live: server-sent events `job` (JobSummary), `log` (LogLine), `gap` (StreamGap)',
    roles: READ,
    query: StreamQuery,
    takesLastEventId: true,
    status: 200,
    mediaTypes: ['text/event-stream'],
  },

  cancelJob: {
    method: 'POST',
    path: '/api/v1/jobs/:guid/cancel',
    summary: 'End a job: at once while it waits, else its agent kills it',
    roles: ACT,
    params: Guid,
    takesIdempotencyKey: true,
    status: 200,
    response: CancelResponse,
  },
  rerunJob: {
    method: 'POST',
    path: '/api/v1/jobs/:guid/rerun',
    summary: 'Run an ended job again with the same arguments and target, on the current version of its JumpScript',
    roles: ACT,
    params: Guid,
    takesIdempotencyKey: true,
    status: 201,
    response: ExecuteResponse,
  },
  getBatch: { method: 'GET', path: '/api/v1/batches/:guid', summary: 'A batch: its jobs by state', roles: READ, params: Guid, status: 200, response: Batch },
  cancelBatch: {
    method: 'POST',
    path: '/api/v1/batches/:guid/cancel',
    summary: 'End the jobs of a batch that have not ended: at once while they wait, else their agents kill them',
    roles: ACT,
    params: Guid,
    takesIdempotencyKey: true,
    status: 200,
    response: BatchCancelResponse,
  },
  rerunBatch: {
    method: 'POST',
    path: '/api/v1/batches/:guid/rerun',
    summary: 'Run the failed jobs of a batch again, as a new batch',
    roles: ACT,
    params: Guid,
    body: BatchRerunRequest,
    takesIdempotencyKey: true,
    status: 201,
    response: BatchRerunResponse,
  },

  countJobs: {
    method: 'GET',
    path: '/api/v1/stats/jobs',
    summary: 'Exact job counts by time bucket and group',
    roles: READ,
    query: countsQuery,
    status: 200,
    response: JobCounts,
  },
  measureDurations: {
    method: 'GET',
    path: '/api/v1/stats/durations',
    summary: 'Exact wait and run percentiles of jobs by time bucket and group',
    roles: READ,
    query: durationsQuery,
    status: 200,
    response: JobDurations,
  },
  listValues: {
    method: 'GET',
    path: '/api/v1/values/:field',
    summary: 'Values of a job field with their counts, most frequent first',
    roles: READ,
    params: Type.Object({ field: Type.String({ maxLength: 60 }) }),
    query: Type.Object(
      {
        of: Type.Optional(Enum(['jobs', 'logs', 'jumpscripts'] as const, { default: 'jobs' })),
        filter: Filters,
        q: Type.Optional(Type.String({ maxLength: LIMITS.searchChars, description: 'Values that contain this' })),
        from: From,
        to: To,
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: LIMITS.values, default: 100 })),
      },
      { additionalProperties: false }
    ),
    status: 200,
    response: FieldValues,
  },

  listJumpScripts: {
    method: 'GET',
    path: '/api/v1/jumpscripts',
    summary: 'JumpScripts, current versions',
    roles: READ,
    query: Type.Object({ filter: Filters, q: Search, deleted: Type.Optional(Type.Boolean({ default: false })) }, { additionalProperties: false }),
    status: 200,
    response: JumpScriptList,
  },
  getJumpScript: {
    method: 'GET',
    path: '/api/v1/jumpscripts/:id',
    summary: 'One JumpScript with source and versions',
    roles: READ,
    params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 400 }) }),
    query: Type.Object({ version: Type.Optional(Type.Integer({ minimum: 1 })) }, { additionalProperties: false }),
    status: 200,
    response: JumpScriptDetails,
  },
  getSource: {
    method: 'GET',
    path: '/api/v1/sources/:hash',
    summary: "A source by its hash, e.g. a job's jumpscriptHash: what was executed, whatever became of the file",
    roles: READ,
    params: SourceHash,
    status: 200,
    response: agent.JumpScriptSource,
  },
  listNodes: { method: 'GET', path: '/api/v1/nodes', summary: 'Nodes and their agents', roles: READ, status: 200, response: NodeList },
  setNodeStatus: {
    method: 'PUT',
    path: '/api/v1/nodes/:nid',
    summary: 'Set what a node is used for',
    roles: ACT,
    params: Type.Object({ nid: Type.Integer({ minimum: 0, maximum: 2147483647 }) }),
    body: NodeStatusRequest,
    status: 200,
    response: Node,
  },
  listQueues: { method: 'GET', path: '/api/v1/queues', summary: 'Depth and running per node and queue, now', roles: READ, status: 200, response: QueueList },

  listAudit: {
    method: 'GET',
    path: '/api/v1/audit',
    summary: 'Every act, newest first: who, what, when, from where, outcome',
    roles: ADMIN,
    query: Type.Object(
      {
        from: From,
        to: To,
        action: Type.Optional(AuditActionSchema),
        user: Type.Optional(Type.String({ maxLength: 200 })),
        target: Type.Optional(Type.String({ maxLength: 500 })),
        cursor: Cursor,
        limit: Limit,
      },
      { additionalProperties: false }
    ),
    status: 200,
    response: AuditList,
  },
  listTokens: { method: 'GET', path: '/api/v1/tokens', summary: 'Tokens, without their secrets', roles: ADMIN, status: 200, response: TokenList },
  createToken: { method: 'POST', path: '/api/v1/tokens', summary: 'Make a token; its secret is shown once', roles: ADMIN, body: TokenRequest, status: 201, response: TokenCreated },
  deleteToken: { method: 'DELETE', path: '/api/v1/tokens/:id', summary: 'Revoke a token', roles: ADMIN, params: Type.Object({ id: Type.String({ maxLength: 64 }) }), status: 204 },

  registerAgent: { method: 'POST', path: '/api/v1/agent/register', summary: 'Agent: here I am', roles: AGENT, body: agent.RegisterRequest, status: 200, response: agent.RegisterResponse },
  pollWork: { method: 'POST', path: '/api/v1/agent/work', summary: 'Agent: long poll for jobs', roles: AGENT, body: agent.WorkRequest, status: 200, response: agent.WorkResponse },
  heartbeat: { method: 'POST', path: '/api/v1/agent/heartbeat', summary: 'Agent: renew leases', roles: AGENT, body: agent.HeartbeatRequest, status: 200, response: agent.HeartbeatResponse },
  report: { method: 'POST', path: '/api/v1/agent/reports', summary: 'Agent: what happened, in order', roles: AGENT, body: agent.ReportsRequest, status: 200, response: agent.ReportsResponse },
  getJumpScriptSource: {
    method: 'GET',
    path: '/api/v1/agent/jumpscripts/:hash',
    summary: 'Agent: source by hash',
    roles: AGENT,
    params: SourceHash,
    status: 200,
    response: agent.JumpScriptSource,
  },
} as const satisfies Record<string, Endpoint>;
export type EndpointName = keyof typeof ENDPOINTS;
