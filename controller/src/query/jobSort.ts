import { currentSort, JOB_FIELDS, type JobField } from '@openvcloud/contract';
import { ApiError } from '../errors/errors';
import { JOB_COLUMNS } from './jobColumns';
import { JOB_TABLE } from './jobTable';
import type { Order, OrderColumn } from './keyset';
import { isFieldOf } from './question';

/** What every ended job has, and few are not ended. */
const RARELY_MISSING: ReadonlySet<string> = new Set<JobField>([
  'timeStart',
  'timeStop',
  'timeKnown',
  'waitMs',
  'runMs',
  'resultPreview',
  'nid',
  'nodeName',
]);
/** Equal values: by time, then by guid, which is unique. So the order is total. */
const TIES: OrderColumn[] = [
  { sql: 'time_create', type: 'bigint', isNullable: false },
  { sql: 'guid', type: 'text', isNullable: false },
];

/**
 * `-timeStart` → its order. Missing values are the smallest: first ascending, last descending. Jobs that are all the same in
 * the field they are sorted by are in the order of the ties.
 */
export function jobOrder(sort: string, fixed: ReadonlySet<JobField> = new Set()): Order {
  const name = currentSort(sort, JOB_FIELDS).replace(/^-/, '');
  if (!isFieldOf(name, JOB_FIELDS) || !JOB_FIELDS[name].isSortable) {
    const sortable = Object.entries(JOB_FIELDS).filter(([, field]) => field.isSortable);
    throw new ApiError(
      'BAD_SORT',
      `Expected one of ${sortable.map(([field]) => field).join(', ')}, "-" in front for descending, got "${sort}".`
    );
  }
  const { type, isNullable } = JOB_COLUMNS[name];
  // Text of results can be megabytes: a list sorts by what it shows of them, and conditions look into all.
  const { sql } = JOB_TABLE[name];
  if (type === 'text[]' || type === 'boolean') {
    throw new Error(`expected lists and flags not to be sortable, got ${name}`);
  }
  const ties = TIES.filter((tie) => tie.sql !== sql);
  const column = { sql, type, isNullable, isRarelyMissing: RARELY_MISSING.has(name) };
  const columns = fixed.has(name) ? ties : [column, ...ties];
  return { name: sort, isDescending: sort.startsWith('-'), columns };
}
