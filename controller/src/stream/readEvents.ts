import type { Database } from '../database/database';
import type { QueryOptions } from '../database/queryable';
import { readChangedJobs, readChangedLines, type Placed } from './changedRows';
import type { Change } from '../journal/changes';
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
  let total = NOTHING;
  for (const change of changes) {
    total = sum(total, contentOf(change));
    const part = parts.at(-1);
    if (part === undefined || total.jobs > MAX_JOBS || total.lines > MAX_LINES || total.size > MAX_SIZE) {
      parts.push([change]);
      total = contentOf(change);
    } else {
      part.push(change);
    }
  }
  return parts;
}

interface Content {
  jobs: number;
  lines: number;
  size: number;
}

const NOTHING: Content = { jobs: 0, lines: 0, size: 0 };

function contentOf({ jobs, lines }: Change): Content {
  return lines
    .map(({ count, size }) => ({ jobs: 0, lines: count, size }))
    .reduce(sum, { ...NOTHING, jobs: jobs.length });
}

function sum(one: Content, other: Content): Content {
  return { jobs: one.jobs + other.jobs, lines: one.lines + other.lines, size: one.size + other.size };
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
