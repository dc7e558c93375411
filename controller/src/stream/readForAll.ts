import type { Database } from '../database/database';
import { toApiError } from '../errors/toApiError';
import type { Change } from '../journal/changes';
import { readEvents, type StreamEvent } from './readEvents';
import type { Selection } from './selection';

/** Far more than a part takes, also on a busy machine; a regular expression can take forever. */
export const READ_BUDGET_MS = 5_000;

interface Group {
  selection: Selection;
}

interface ReadForAll<Of extends Group> {
  events: StreamEvent[];
  /** Those the events' `matches` are about. */
  groups: readonly Of[];
  /** Those whose filters took too long. */
  refused: readonly Of[];
}

/** Reads a part for all at once; when that takes too long, finds out whose filters did, and reads it for the others. */
export async function readForAll<Of extends Group>(
  database: Database,
  part: readonly Change[],
  groups: readonly Of[]
): Promise<ReadForAll<Of>> {
  const read = (those: readonly Of[]) =>
    readEvents(
      database,
      part,
      those.map(({ selection }) => selection),
      { budgetMs: READ_BUDGET_MS }
    );
  try {
    return { events: await read(groups), groups, refused: [] };
  } catch (error) {
    if (!isOverBudget(error)) {
      throw error;
    }
  }
  const [quick, refused]: [Of[], Of[]] = [[], []];
  for (const group of groups) {
    const isQuick = await read([group]).then(
      () => true,
      (error: unknown) => {
        if (!isOverBudget(error)) {
          throw error;
        }
        return false;
      }
    );
    (isQuick ? quick : refused).push(group);
  }
  return { events: quick.length === 0 ? [] : await read(quick), groups: quick, refused };
}

export function isOverBudget(error: unknown): boolean {
  return toApiError(error).code === 'QUERY_BUDGET';
}
