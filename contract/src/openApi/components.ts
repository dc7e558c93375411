import type { TSchema } from '@sinclair/typebox';
import * as agent from '../agentProtocol';
import { AuditActionSchema, AuditEvent, AuditList } from '../acts/audit';
import { Batch, BatchCancelResponse, BatchRerunRequest, BatchRerunResponse } from '../acts/batch';
import { BulkAct, BulkActRequest } from '../acts/bulk';
import { CancelResponse } from '../acts/cancel';
import { Coverage, Page, Total } from '../coverage';
import { ExecuteRequest, ExecuteResponse } from '../acts/execute';
import { ExportEnd } from '../export';
import { FailureActRequest, FailureGroup, FailureList, FailureStatusSchema } from '../failure';
import { DropReasonSchema, GroupFieldSchema, JobStateSchema, QueueNameSchema } from '../enumSchemas';
import { Job, JobError, JobList, JobSummary } from '../job';
import { JumpScript, JumpScriptDetails, JumpScriptList } from '../jumpscript';
import { LogCounts, LogCountSeries } from '../logCounts';
import { LogLine, LogList } from '../logLine';
import {
  IdentitySourceSchema,
  Node,
  NodeIdentityRequest,
  NodeList,
  NodeStat,
  NodeStatusRequest,
  NodeStatusSchema,
} from '../node';
import { Problem } from '../problem';
import { PurgeResponse } from '../acts/purge';
import { QueueList, QueueStatus } from '../queue';
import {
  ControllerInfo,
  DurationFigures,
  FieldValues,
  Health,
  JobCounts,
  JobCountSeries,
  JobDurations,
  JobDurationSeries,
  NodeStats,
  NodeStatSeries,
} from '../stats';
import {
  BridgedJob,
  BridgedJumpScript,
  BridgedLine,
  BridgedNode,
  BridgeHold,
  BridgeJobsRequest,
  BridgeJobsResponse,
  BridgeJumpScriptsRequest,
  BridgeLogsRequest,
  BridgeLogsResponse,
  BridgeNodesRequest,
  BridgeOpenRequest,
  BridgeOpenResponse,
  BridgeStatusRequest,
} from '../bridge';
import { Source, SourceList, SourceSpan } from '../source';
import { StreamGap } from '../stream';
import { RoleSchema, TokenCreated, TokenInfo, TokenList, TokenRequest } from '../token';

/** The schemas that get a name of their own in openapi.json, hence a type of their own in Go. */
export const COMPONENTS: Record<string, TSchema> = Object.fromEntries(
  [
    JobStateSchema,
    QueueNameSchema,
    NodeStatusSchema,
    IdentitySourceSchema,
    RoleSchema,
    GroupFieldSchema,
    DropReasonSchema,
    Total,
    Page,
    Coverage,
    Problem,
    JobError,
    JobSummary,
    Job,
    JobList,
    LogLine,
    LogList,
    ExportEnd,
    JumpScript,
    JumpScriptDetails,
    JumpScriptList,
    Node,
    NodeStat,
    NodeList,
    QueueStatus,
    QueueList,
    SourceSpan,
    Source,
    SourceList,
    BridgedJob,
    BridgedJumpScript,
    BridgedLine,
    BridgedNode,
    BridgeHold,
    BridgeOpenRequest,
    BridgeOpenResponse,
    BridgeJobsRequest,
    BridgeJobsResponse,
    BridgeLogsRequest,
    BridgeLogsResponse,
    BridgeNodesRequest,
    BridgeJumpScriptsRequest,
    BridgeStatusRequest,
    StreamGap,
    JobCountSeries,
    JobCounts,
    LogCountSeries,
    LogCounts,
    DurationFigures,
    JobDurationSeries,
    JobDurations,
    NodeStatSeries,
    NodeStats,
    FailureStatusSchema,
    FailureGroup,
    FailureList,
    FailureActRequest,
    FieldValues,
    ControllerInfo,
    Health,
    CancelResponse,
    Batch,
    BatchCancelResponse,
    BatchRerunRequest,
    BatchRerunResponse,
    BulkActRequest,
    BulkAct,
    NodeStatusRequest,
    NodeIdentityRequest,
    PurgeResponse,
    AuditActionSchema,
    AuditEvent,
    AuditList,
    ExecuteRequest,
    ExecuteResponse,
    TokenRequest,
    TokenInfo,
    TokenCreated,
    TokenList,
    agent.RegisterRequest,
    agent.RegisterResponse,
    agent.WorkRequest,
    agent.WorkResponse,
    agent.Assignment,
    agent.HeartbeatRequest,
    agent.HeartbeatResponse,
    agent.ReportedLine,
    agent.ReportedError,
    agent.StartedReport,
    agent.LogsReport,
    agent.ResultReport,
    agent.StatsReport,
    agent.Report,
    agent.ReportsRequest,
    agent.ReportsResponse,
    agent.JumpScriptSource,
  ].map((schema) => [String(schema.title), schema])
);
