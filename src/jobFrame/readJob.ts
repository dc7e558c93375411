import { type JobSummary } from '@openvcloud/contract';
import { type Row } from '../frameRow/readRow';

/**
 * What every frame of jobs says of one, be it a row of a list or the job of a details page. State, queue and reasons are plain
 * text: a word this version does not know, as a bridged controller may have, is shown and not dropped.
 */
export type FrameJob = Omit<JobSummary, 'state' | 'queue' | 'droppedBecause'> & {
  state: string;
  queue: string;
  droppedBecause: string[];
};

/** The one place that knows a job's fields in a frame. */
export function readJob(row: Row): FrameJob {
  return { ...readPlace(row), ...readCourse(row), ...readOutcome(row) };
}

/** Which job it is, of what, and where. */
function readPlace(row: Row) {
  return {
    guid: row.text('guid') ?? '',
    id: row.number('id') ?? 0,
    source: row.text('source') ?? '',
    nativeId: row.text('nativeId'),
    gid: row.number('gid') ?? 0,
    nid: row.number('nid'),
    nodeName: row.text('nodeName'),
    organization: row.text('organization') ?? '',
    category: row.text('category') ?? '',
    cmd: row.text('cmd') ?? '',
    jumpscriptId: row.text('jumpscriptId'),
    jumpscriptVersion: row.number('jumpscriptVersion'),
    roles: row.texts('roles'),
    queue: row.text('queue') ?? '',
    parentGuid: row.text('parentGuid'),
    batchGuid: row.text('batchGuid'),
    tags: row.texts('tags'),
    user: row.text('user'),
  };
}

/** How far it is. */
function readCourse(row: Row) {
  const state = row.text('state') ?? '';
  return {
    state,
    nativeState: row.text('nativeState') ?? state,
    timeCreate: row.number('timeCreate') ?? 0,
    timeStart: row.number('timeStart'),
    timeStop: row.number('timeStop'),
    timeKnown: row.number('timeKnown'),
    waitMs: row.number('waitMs'),
    runMs: row.number('runMs'),
    timeoutSeconds: row.number('timeoutSeconds') ?? 0,
    attempt: row.number('attempt') ?? 1,
    maxAttempts: row.number('maxAttempts') ?? 1,
  };
}

/** What it leaves behind. */
function readOutcome(row: Row) {
  return {
    resultCode: row.number('resultCode'),
    resultPreview: row.text('resultPreview'),
    errorType: row.text('errorType'),
    errorMessage: row.text('errorMessage'),
    errorSignature: row.text('errorSignature'),
    unresolved: row.flag('unresolved') ?? false,
    log: row.flag('log') ?? true,
    logLines: row.number('logLines') ?? 0,
    droppedLines: row.number('droppedLines') ?? 0,
    droppedBecause: row.texts('droppedBecause'),
    unknownFields: row.texts('unknownFields'),
    notes: row.texts('notes'),
  };
}
