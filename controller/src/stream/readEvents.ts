import type { Database, QueryOptions } from '../database/database';
import { readChangedJobs, readChangedLines, type Placed } from '../store/changedRows';
import type { Change } from '../store/changes';
import { eventText } from './eventText';
import { formatPosition, type Position } from './position';
import type { Selection } from './selection';

/** An event, ready to be sent to whoever has selected it. */
export interface StreamEvent {
  position: Position;
  id: string;
  text: string;
  /** By the place of the selection. */
  matches: readonly boolean[];
}

/** So much is read at once. */
const MAX_JOBS = 1000;
const MAX_LINES = 2000;
const MAX_SIZE = 4 * 1024 * 1024;

/** Pure. In order, in parts that fit into memory; a change is never split. */
export function inParts(changes: readonly Change[]): Change[][] {
  const parts: Change[][] = [];
  let left = { jobs: 0, lines: 0, size: 0 };
  for (const change of changes) {
    const { jobs, lines } = change;
    left.jobs -= jobs.length;
    left.lines -= lines.reduce((sum, { count }) => sum + count, 0);
    left.size -= lines.reduce((sum, { size }) => sum + size, 0);
    const part = parts.at(-1);
    if (part === undefined || left.jobs < 0 || left.lines < 0 || left.size < 0) {
      parts.push([change]);
      left = { jobs: MAX_JOBS - jobs.length, lines: MAX_LINES, size: MAX_SIZE };
      left.lines -= lines.reduce((sum, { count }) => sum + count, 0);
      left.size -= lines.reduce((sum, { size }) => sum + size, 0);
    } else {
      part.push(change);
    }
  }
  return parts;
}

/** The rows that changed, as events in their order. */
export async function readEvents(
  database: Database,
  changes: readonly Change[],
  selections: readonly Selection[],
  options: QueryOptions
): Promise<StreamEvent[]> {
  const [jobs, lines] = await Promise.all([
    readChangedJobs(database, changes, selections, options),
    readChangedLines(database, changes, selections, options),
  ]);
  return [
    ...jobs.map(({ place, job }) => toEvent('job', place, 0, job)),
    ...lines.map(({ place, line }) => toEvent('log', place, line.seq, line)),
  ].sort(byPosition);
}

function toEvent(name: 'job' | 'log', { change, item, matches }: Placed, seq: number, data: unknown): StreamEvent {
  const position = { change, item, seq };
  const id = formatPosition(position);
  return { position, id, text: eventText(name, id, data), matches };
}

function byPosition({ position: one }: StreamEvent, { position: other }: StreamEvent): number {
  return one.change - other.change || one.item - other.item || one.seq - other.seq;
}
