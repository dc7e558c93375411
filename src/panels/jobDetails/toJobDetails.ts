import { type DataFrame } from '@grafana/data';
import { type Job, type JobError } from '@openvcloud/contract';
import { readRow, type Row } from '../../frameRow/readRow';

/** What the panel shows of a job. States and queues stay text: a bridged controller may have its own. */
export interface JobDetails extends Omit<Job, 'state' | 'queue' | 'leaseUntil' | 'args' | 'result' | 'droppedBecause'> {
  state: string;
  queue: string;
  droppedBecause: string[];
  args: unknown;
  result: unknown;
}

/** The job of a `job` frame, its fields found by name; null when no frame holds one. */
export function toJobDetails(frames: readonly DataFrame[]): JobDetails | null {
  const frame = frames.find(
    (candidate) => candidate.length > 0 && hasFields(candidate, ['guid', 'state', 'args', 'result'])
  );
  if (frame === undefined) {
    return null;
  }
  const row = readRow(frame);
  return {
    ...readIdentity(row),
    ...readTimes(row),
    args: row.json('args'),
    result: row.json('result'),
    resultTruncated: row.number('resultTruncated'),
    error: toJobError(row.json('error')),
    jumpscriptHash: row.text('jumpscriptHash'),
  };
}

function hasFields(frame: DataFrame, names: readonly string[]): boolean {
  return names.every((name) => frame.fields.some((field) => field.name === name));
}

function readIdentity(row: Row) {
  return {
    guid: row.text('guid') ?? '',
    id: row.number('id') ?? 0,
    source: row.text('source') ?? '',
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
    state: row.text('state') ?? '',
    nativeState: row.text('nativeState') ?? '',
    resultCode: row.number('resultCode'),
    parentGuid: row.text('parentGuid'),
    batchGuid: row.text('batchGuid'),
    tags: row.texts('tags'),
    user: row.text('user'),
  };
}

function readTimes(row: Row) {
  return {
    timeCreate: row.number('timeCreate') ?? 0,
    timeStart: row.number('timeStart'),
    timeStop: row.number('timeStop'),
    waitMs: row.number('waitMs'),
    runMs: row.number('runMs'),
    timeoutSeconds: row.number('timeoutSeconds') ?? 0,
    attempt: row.number('attempt') ?? 1,
    maxAttempts: row.number('maxAttempts') ?? 1,
    log: row.flag('log') ?? true,
    logLines: row.number('logLines') ?? 0,
    droppedLines: row.number('droppedLines') ?? 0,
    droppedBecause: row.texts('droppedBecause'),
  };
}

/** The error as the controller stores it; of another shape (a bridged controller's), its text is still shown. */
export function toJobError(value: unknown): JobError | null {
  if (value === null || value === undefined) {
    return null;
  }
  if (typeof value !== 'object') {
    return { ...NO_ERROR, message: String(value) };
  }
  const text = (name: string) => read(value, name, (item) => (typeof item === 'string' ? item : null));
  const number = (name: string) => read(value, name, (item) => (typeof item === 'number' ? item : null));
  return {
    message: text('message') ?? JSON.stringify(value),
    messageTruncatedFrom: number('messageTruncatedFrom'),
    type: text('type') ?? NO_ERROR.type,
    backtrace: text('backtrace'),
    backtraceTruncatedFrom: number('backtraceTruncatedFrom'),
    file: text('file'),
    line: number('line'),
    function: text('function'),
    code: text('code'),
    signature: text('signature') ?? '',
  };
}

const NO_ERROR: JobError = {
  message: '',
  messageTruncatedFrom: null,
  type: 'Error',
  backtrace: null,
  backtraceTruncatedFrom: null,
  file: null,
  line: null,
  function: null,
  code: null,
  signature: '',
};

function read<T>(value: object, name: string, narrow: (item: unknown) => T): T {
  const item: unknown = Reflect.get(value, name);
  return narrow(item);
}
