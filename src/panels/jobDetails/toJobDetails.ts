import { type DataFrame } from '@grafana/data';
import { type Job, type JobError } from '@openvcloud/contract';
import { parseExactly } from '../../exactJson/parseExactly';
import { findFrame } from '../../frameRow/findFrame';
import { readRow, type Row } from '../../frameRow/readRow';
import { readJob, type FrameJob } from '../../jobFrame/readJob';

/** What the panel shows of a job: what a list has of it, and the heavy values. */
export interface JobDetails extends FrameJob, Pick<Job, 'resultTruncated' | 'error' | 'jumpscriptHash'> {
  args: unknown;
  result: unknown;
}

/** The job of a `job` frame, its fields found by name; null when no frame holds one. */
export function toJobDetails(frames: readonly DataFrame[]): JobDetails | null {
  const frame = findFrame(frames, ['guid', 'state', 'args', 'result']);
  if (frame === undefined) {
    return null;
  }
  const row = readRow(frame);
  return {
    ...readJob(row),
    args: exactJson(row, 'args'),
    result: exactJson(row, 'result'),
    resultTruncated: row.number('resultTruncated'),
    error: toJobError(row.json('error')),
    jumpscriptHash: row.text('jumpscriptHash'),
  };
}

/** The JSON text that travels beside a value counts where there is one: the value's numbers were rounded on the way. */
function exactJson(row: Row, name: string): unknown {
  const text = row.text(`${name}Text`);
  return text === null ? row.json(name) : parseExactly(text);
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
