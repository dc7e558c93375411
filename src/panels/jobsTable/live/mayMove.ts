import { DEFAULT_JOB_SORT, type Condition } from '@openvcloud/contract/src/filter';
import { type ListState } from '../list/listState';
import { type JobRow } from '../rows/toJobRows';

/** A job may come into a list and leave it again by these. */
const PASSING = ['state', 'nativeState', 'attempt'];

export interface ShownList {
  rows: readonly JobRow[];
  state: Pick<ListState, 'sort' | 'limit' | 'filters' | 'cursor' | 'at'>;
  /** The panel's own conditions. */
  conditions: readonly Condition[] | undefined;
}

/** Whether the page may hold other jobs now than it shows, or in another order; then it has to be asked for again. */
export function mayMove(changed: readonly JobRow[], { rows, state, conditions = [] }: ShownList): boolean {
  if (state.sort !== DEFAULT_JOB_SORT || state.at !== undefined) {
    return true;
  }
  if ([...state.filters, ...conditions].some(({ field }) => PASSING.includes(field))) {
    return true;
  }
  // Newest first: what is older than the last row is on a later page, what is newer than the first on an earlier one.
  const shown = new Set(rows.map(({ guid }) => guid));
  const oldest = rows.length < state.limit ? -Infinity : (rows.at(-1)?.timeCreate ?? -Infinity);
  const newest = state.cursor === undefined ? Infinity : (rows[0]?.timeCreate ?? Infinity);
  return changed.some(({ guid, timeCreate }) => !shown.has(guid) && timeCreate >= oldest && timeCreate <= newest);
}
