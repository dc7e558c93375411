import { type DataFrame } from '@grafana/data';
import { readRows } from '../../../frameRow/readRow';
import { plainMessage } from './plainMessage';

export interface LogRow {
  /** `<jobGuid>-<seq>`: the same line in every answer. */
  id: string;
  time: number;
  seq: number;
  level: number;
  message: string;
  appName: string;
  category: string;
  nodeName: string;
  jobGuid: string;
  organization: string;
  cmd: string;
}

/** The log-lines frame as rows; fields are found by name. */
export function toLogLines(frame: DataFrame | undefined): LogRow[] {
  if (frame === undefined) {
    return [];
  }
  return readRows(frame).map((row, index) => {
    const text = (name: string) => row.text(name) ?? '';
    const jobGuid = text('jobGuid');
    const seq = row.number('seq') ?? index;
    return {
      id: row.text('id') ?? `${jobGuid}-${seq}`,
      time: row.number('timestamp') ?? 0,
      seq,
      level: row.number('level') ?? 5,
      message: plainMessage(text('body')),
      appName: text('appName'),
      category: text('category'),
      nodeName: text('nodeName'),
      jobGuid,
      organization: text('organization'),
      cmd: text('cmd'),
    };
  });
}

export function findLogFrame(frames: readonly DataFrame[]): DataFrame | undefined {
  return frames.find(({ fields }) => fields.some(({ name }) => name === 'body'));
}
