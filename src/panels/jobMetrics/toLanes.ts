import { type DataFrame } from '@grafana/data';
import { readRows } from '../../frameRow/readRow';

/** A job that ran on the node; times are epoch milliseconds. */
interface LaneJob {
  guid: string;
  title: string;
  state: string;
  time: number;
  timeEnd: number;
}

export interface Lanes {
  /** Jobs of one lane do not overlap. */
  lanes: LaneJob[][];
  /** What is said where not all of them are there. */
  rest: string | undefined;
}

/** Pure. The marks of a `jobAnnotations` frame without the job itself, packed in as few lanes as they need, the earliest first. */
export function toLanes(frames: readonly DataFrame[], guid: string): Lanes {
  const rows = frames.flatMap((frame) => readRows(frame));
  const rest = rows.find((row) => row.number('timeEnd') === null)?.text('title') ?? undefined;
  const jobs = rows.flatMap((row): LaneJob[] => {
    const [time, timeEnd, id] = [row.number('time'), row.number('timeEnd'), row.text('id')];
    const [state = ''] = (row.text('tags') ?? '').split(',');
    return time === null || timeEnd === null || id === null || id === guid
      ? []
      : [{ guid: id, title: row.text('title') ?? id, state, time, timeEnd }];
  });
  jobs.sort((one, other) => one.time - other.time);
  const lanes: LaneJob[][] = [];
  for (const job of jobs) {
    const free = lanes.find((lane) => (lane.at(-1)?.timeEnd ?? 0) < job.time);
    if (free === undefined) {
      lanes.push([job]);
    } else {
      free.push(job);
    }
  }
  return { lanes, rest };
}
