import { JOB_FIELDS, type TimeField } from '@openvcloud/contract';
import { JOB_COLUMNS, JOB_SEARCH_COLUMNS } from '../../../controller/src/query/jobColumns';
import { isFieldOf } from '../../../controller/src/query/question';
import { JOB_SUMMARY_COLUMNS } from '../../../controller/src/query/jobTable';
import { handCondition, handRange, like, type Filter } from './handCondition';

/** Which jobs, in which order, and which page of them. */
export interface ListQuestion {
  filters?: readonly Filter[];
  q?: string;
  range?: { timeField: TimeField; from: number; to: number };
  /** As the API's: `-timeCreate` unless said otherwise. */
  sort?: string;
  isLast?: boolean;
  isCounted?: boolean;
}

/** Rows that the API's statement asks for: a page, and one more to see whether there are others. */
export const PAGE = 50;
const ROWS = PAGE + 1;

/**
 * The list as somebody would write it who knows tables and indexes: nulls are ordered by two parts, since no index has them
 * where the API wants them (smallest). Shortest first: one part is enough when it fills the page.
 */
export function handList(question: ListQuestion): [string, ...string[]] {
  const where = handWhere(question);
  const pages = handPages(question, where);
  const [first, ...others] = pages.map((page) => (question.isCounted === true ? withTotal(page, where) : page));
  return [first ?? '', ...others];
}

function withTotal(page: string, where: readonly string[]): string {
  return `select page.*, (select count(*) from jobs${whereText(where)}) as total from (${page}) as page`;
}

function handPages({ sort = '-timeCreate', isLast = false }: ListQuestion, where: readonly string[]): string[] {
  const isDescending = sort.startsWith('-') !== isLast;
  const column = orderColumn(sort.replace(/^-/, ''));
  const direction = isDescending ? 'desc' : 'asc';
  const order = [...new Set([column.sql, 'time_create', 'guid'])].map((name) => `${name} ${direction}`).join(', ');
  const part = (conditions: readonly string[]) =>
    `select ${JOB_SUMMARY_COLUMNS} from jobs${whereText([...where, ...conditions])} order by ${order} limit ${ROWS}`;
  if (!column.isNullable) {
    return [part([])];
  }
  const valued = part([`${column.sql} is not null`]);
  const missing = part([`${column.sql} is null`]);
  const [first, second] = isDescending ? [valued, missing] : [missing, valued];
  return [first, `(${first}) union all (${second}) limit ${ROWS}`];
}

function orderColumn(name: string): { sql: string; isNullable: boolean } {
  if (!isFieldOf(name, JOB_FIELDS)) {
    throw new Error(`expected a job field, got ${name}`);
  }
  return name === 'resultPreview' ? { sql: 'result_preview', isNullable: true } : JOB_COLUMNS[name];
}

export function handWhere({ filters = [], q, range }: ListQuestion): string[] {
  const times =
    range === undefined ? [] : [handRange(JOB_COLUMNS[range.timeField].sql, `${range.from}`, `${range.to}`)];
  const texts =
    q === undefined ? [] : [`(${JOB_SEARCH_COLUMNS.map((column) => `${column} ilike ${like(q)}`).join(' or ')})`];
  return [...times, ...filters.map(handCondition), ...texts];
}

export function whereText(conditions: readonly string[]): string {
  return conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`;
}
