import { Type } from '@sinclair/typebox';
import { Batch, BatchCancelResponse, BatchRerunRequest, BatchRerunResponse } from '../acts/batch';
import { BulkAct, BulkActRequest } from '../acts/bulk';
import { CancelResponse } from '../acts/cancel';
import { ExecuteRequest, ExecuteResponse } from '../acts/execute';
import { Job, JobList } from '../job';
import { EpochMs } from '../schema';
import { LogList } from '../logLine';
import { PurgeResponse } from '../acts/purge';
import { exportQuery, jobLogsQuery, listJobsQuery, logsQuery } from './queries';
import { StreamQuery } from '../stream';
import { READ, ACT, BY_PEOPLE, Guid, type Endpoint } from './endpoint';

/** Jobs and their log lines: read, followed, exported, acted on. */
export const JOB_ENDPOINTS = {
  listJobs: {
    method: 'GET',
    path: '/api/v1/jobs',
    summary: 'Jobs, filtered, sorted and paged',
    roles: READ,
    query: listJobsQuery,
    status: 200,
    response: JobList,
  },
  executeJob: {
    method: 'POST',
    path: '/api/v1/jobs',
    summary: 'Run a JumpScript on a node or by role',
    ...BY_PEOPLE,
    body: ExecuteRequest,
    status: 201,
    response: ExecuteResponse,
  },
  purgeJobs: {
    method: 'DELETE',
    path: '/api/v1/jobs',
    summary: 'Remove ended jobs and their log lines by age of creation',
    roles: ACT,
    query: Type.Object(
      {
        olderThan: Type.Integer({
          ...EpochMs,
          minimum: 1,
          description: 'Jobs created before this (epoch ms) are removed, if they have ended',
        }),
      },
      { additionalProperties: false }
    ),
    status: 200,
    response: PurgeResponse,
  },
  getJob: {
    method: 'GET',
    path: '/api/v1/jobs/:guid',
    summary: 'One job with args, result and error',
    roles: READ,
    params: Guid,
    status: 200,
    response: Job,
  },
  listJobLogs: {
    method: 'GET',
    path: '/api/v1/jobs/:guid/logs',
    summary: 'Log lines of one job',
    roles: READ,
    params: Guid,
    query: jobLogsQuery,
    status: 200,
    response: LogList,
  },
  listLogs: {
    method: 'GET',
    path: '/api/v1/logs',
    summary: 'Log lines of all jobs',
    roles: READ,
    query: logsQuery,
    status: 200,
    response: LogList,
  },
  exportRows: {
    method: 'GET',
    path: '/api/v1/export',
    summary:
      'Every row of a list as one stream: NDJSON that ends with an ExportEnd, or CSV; a broken connection means it is not whole',
    roles: READ,
    query: exportQuery,
    status: 200,
    mediaTypes: ['application/x-ndjson', 'text/csv'],
  },
  openStream: {
    method: 'GET',
    path: '/api/v1/stream',
    summary:
      'Jobs that change and log lines that are stored, live: server-sent events `job` (JobSummary), `log` (LogLine), `gap` (StreamGap)',
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
    ...BY_PEOPLE,
    params: Guid,
    status: 200,
    response: CancelResponse,
  },
  rerunJob: {
    method: 'POST',
    path: '/api/v1/jobs/:guid/rerun',
    summary: 'Run an ended job again with the same arguments and target, on the current version of its JumpScript',
    ...BY_PEOPLE,
    params: Guid,
    status: 201,
    response: ExecuteResponse,
  },
  getBatch: {
    method: 'GET',
    path: '/api/v1/batches/:guid',
    summary: 'A batch: its jobs by state',
    roles: READ,
    params: Guid,
    status: 200,
    response: Batch,
  },
  cancelBatch: {
    method: 'POST',
    path: '/api/v1/batches/:guid/cancel',
    summary: 'End the jobs of a batch that have not ended: at once while they wait, else their agents kill them',
    ...BY_PEOPLE,
    params: Guid,
    status: 200,
    response: BatchCancelResponse,
  },
  rerunBatch: {
    method: 'POST',
    path: '/api/v1/batches/:guid/rerun',
    summary: 'Run the failed jobs of a batch again, as a new batch',
    ...BY_PEOPLE,
    params: Guid,
    body: BatchRerunRequest,
    status: 201,
    response: BatchRerunResponse,
  },
  prepareBulkAct: {
    method: 'POST',
    path: '/api/v1/bulk-acts',
    summary: 'Choose and count the jobs of one act on many; nothing is done before it is started',
    ...BY_PEOPLE,
    body: BulkActRequest,
    status: 201,
    response: BulkAct,
  },
  getBulkAct: {
    method: 'GET',
    path: '/api/v1/bulk-acts/:guid',
    summary: 'An act on many jobs: how far it is, and what came of it',
    roles: READ,
    params: Guid,
    status: 200,
    response: BulkAct,
  },
  startBulkAct: {
    method: 'POST',
    path: '/api/v1/bulk-acts/:guid/start',
    summary: 'Act on the jobs that were chosen; goes on when the caller leaves and when the controller restarts',
    ...BY_PEOPLE,
    params: Guid,
    status: 200,
    response: BulkAct,
  },
  stopBulkAct: {
    method: 'POST',
    path: '/api/v1/bulk-acts/:guid/stop',
    summary: 'Leave the rest of the jobs alone; what was done stays done',
    ...BY_PEOPLE,
    params: Guid,
    status: 200,
    response: BulkAct,
  },
} as const satisfies Record<string, Endpoint>;
