import { type DataFrame } from '@grafana/data';
import { type JobSummary } from '@openvcloud/contract';
import { isTerminal } from '@openvcloud/contract/src/jobState';
import { isJobState } from '../../jobState/stateAppearance';
import { readRow, type Row } from '../../frameRow/readRow';

/** A job as the table shows it. State and queue are plain text: a word this version does not know is shown, not dropped. */
export type JobRow = Omit<JobSummary, 'state' | 'queue' | 'log' | 'maxAttempts' | 'droppedBecause'> & {
  state: string;
  queue: string;
  isFailed: boolean;
  isEnded: boolean;
};

/** The jobs frame as rows; fields are found by name. */
export function toJobRows(frame: DataFrame | undefined): JobRow[] {
  if (frame === undefined) {
    return [];
  }
  return Array.from({ length: frame.length }, (_, index) => toJobRow(readRow(frame, index)));
}

function toJobRow(read: Row): JobRow {
  const state = read.text('state') ?? '';
  return {
    ...readPlace(read),
    ...readOutcome(read),
    state,
    nativeState: read.text('nativeState') ?? state,
    queue: read.text('queue') ?? '',
    isFailed: state === 'ERROR' || state === 'TIMEOUT',
    isEnded: isJobState(state) && isTerminal(state),
    timeCreate: read.number('timeCreate') ?? 0,
    timeStart: read.number('timeStart'),
    timeStop: read.number('timeStop'),
    waitMs: read.number('waitMs'),
    runMs: read.number('runMs'),
    timeoutSeconds: read.number('timeoutSeconds') ?? 0,
  };
}

function readPlace(read: Row) {
  return {
    guid: read.text('guid') ?? '',
    id: read.number('id') ?? 0,
    source: read.text('source') ?? '',
    gid: read.number('gid') ?? 0,
    nid: read.number('nid'),
    nodeName: read.text('nodeName'),
    organization: read.text('organization') ?? '',
    category: read.text('category') ?? '',
    cmd: read.text('cmd') ?? '',
    jumpscriptId: read.text('jumpscriptId'),
    jumpscriptVersion: read.number('jumpscriptVersion'),
    roles: read.texts('roles'),
    tags: read.texts('tags'),
    user: read.text('user'),
    parentGuid: read.text('parentGuid'),
    batchGuid: read.text('batchGuid'),
    attempt: read.number('attempt') ?? 1,
  };
}

function readOutcome(read: Row) {
  return {
    resultCode: read.number('resultCode'),
    resultPreview: read.text('resultPreview'),
    errorType: read.text('errorType'),
    errorMessage: read.text('errorMessage'),
    errorSignature: read.text('errorSignature'),
    logLines: read.number('logLines') ?? 0,
    droppedLines: read.number('droppedLines') ?? 0,
  };
}
