import { type JobRow } from '../rows/toJobRows';

/** What became of jobs since their page was answered, by guid. */
export type JobChanges = ReadonlyMap<string, JobRow>;

export const NO_CHANGES: JobChanges = new Map();

/** How far a job has come: no change takes it back, so of two rows the one that is further is the later. */
function progress({ state, isEnded }: JobRow): number {
  return isEnded ? 2 : state === 'RUNNING' ? 1 : 0;
}

/** A change that a page of the list was answered before, or after, whatever came first to the browser. */
function isLater(one: JobRow, other: JobRow): boolean {
  const attempts = (one.attempt ?? 1) - (other.attempt ?? 1);
  return attempts > 0 || (attempts === 0 && progress(one) >= progress(other));
}

/** The rows as they are now, each in its place; the same list when nothing has changed in it. */
export function withChanges(rows: JobRow[], changes: JobChanges): JobRow[] {
  const isChanged = rows.some((row) => changeOf(row, changes) !== row);
  return isChanged ? rows.map((row) => changeOf(row, changes)) : rows;
}

function changeOf(row: JobRow, changes: JobChanges): JobRow {
  const change = changes.get(row.guid);
  return change !== undefined && isLater(change, row) ? change : row;
}

/** What came last of each job. */
export function addChanges(changes: JobChanges, rows: readonly JobRow[]): JobChanges {
  const next = new Map(changes);
  rows.forEach((row) => {
    const known = next.get(row.guid);
    if (known === undefined || isLater(row, known)) {
      next.set(row.guid, row);
    }
  });
  return next;
}

/** After another answer: what it knows already is of no use any more. */
export function keepLater(changes: JobChanges, rows: readonly JobRow[]): JobChanges {
  const later = rows.flatMap((row) => {
    const change = changes.get(row.guid);
    return change !== undefined && !isLater(row, change) ? [change] : [];
  });
  return later.length === 0 ? NO_CHANGES : new Map(later.map((change) => [change.guid, change]));
}
