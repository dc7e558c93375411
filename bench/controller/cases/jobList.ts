import { formatCondition, JobList, type Total } from '@openvcloud/contract';
import type { QueryResultRow } from 'pg';
import { answerOf } from '../asked/answerOf';
import type { Comparison } from '../asked/sameAnswer';
import type { BenchCase } from './benchCase';
import type { Filter } from '../asked/handCondition';
import { handList, PAGE, type ListQuestion } from '../asked/handList';

const jobList = answerOf(JobList);

/** A line that asks for a page of jobs. */
export function listCase(name: string, question: ListQuestion, first?: string): BenchCase {
  return {
    name,
    path: `/api/v1/jobs?${listQuery(question)}`,
    sql: handList(question),
    compare: (answer, rows) => compareLists(question, answer, rows),
    targets: question.isLast === true ? [] : ['firstPage'],
    ...(first === undefined ? {} : { first }),
  };
}

/**
 * `['state', 'in', 'ERROR', 'TIMEOUT']` → `state in ERROR, TIMEOUT`. `labels` stand for values that differ from seed to seed,
 * so that a line has the same name in every table.
 */
export function filterName(
  [field, operator, ...asked]: Filter,
  labels: ReadonlyMap<string, string> = new Map()
): string {
  const values = asked.map((value) => labels.get(value) ?? (value === '' && operator !== 'range' ? '(empty)' : value));
  if (operator === 'range') {
    const [from = '', to = ''] = values;
    return [field, ...(from === '' ? [] : [`≥ ${from}`]), ...(to === '' ? [] : [`< ${to}`])].join(' ');
  }
  return `${field} ${operator} ${values.join(', ')}`;
}

function listQuery({ filters = [], q, range, sort, isLast, isCounted }: ListQuestion): string {
  const query = new URLSearchParams({ limit: String(PAGE), count: String(isCounted === true) });
  filters.forEach(([field, operator, ...values]) =>
    query.append('filter', formatCondition({ field, operator, values }))
  );
  const others = { q, sort, at: isLast === true ? 'last' : undefined, ...range };
  for (const [key, value] of Object.entries(others)) {
    if (value !== undefined) {
      query.set(key, String(value));
    }
  }
  return query.toString();
}

/** The same jobs in the same order, each with everything that a list shows of it; and the total, as far as the API counted. */
function compareLists(question: ListQuestion, answer: unknown, rows: readonly QueryResultRow[]): Comparison {
  const list = jobList(answer);
  const { items, coverage } = list;
  const page = rows.slice(0, sizeOf(question, list)).map(({ total: _, ...row }) => row);
  const totals = question.isCounted === true ? compareTotals(list.total, Number(rows[0]?.total ?? 0)) : NO_TOTALS;
  return {
    api: [...items, ...totals.api],
    sql: [...(question.isLast === true ? page.reverse() : page), ...totals.sql],
    size: items.length,
    remark: [...(coverage.isCut ? ['cut'] : []), ...totals.remarks].join(', '),
  };
}

/** The API looks one row further than it shows. A search that ran out of time has what it found, and says so. */
function sizeOf({ isCounted, isLast }: ListQuestion, { items, total, coverage }: JobList): number {
  if (coverage.isCut) {
    return items.length;
  }
  // A last page whose place is known has what is left over.
  return isLast === true && isCounted === true && total.relation === 'eq' ? total.value % PAGE || PAGE : PAGE;
}

const NO_TOTALS = { api: [], sql: [], remarks: [] };

function compareTotals({ value, relation }: Total, counted: number) {
  return relation === 'eq'
    ? { api: [value], sql: [counted], remarks: [] }
    : { api: [value], sql: [Math.min(counted, value)], remarks: [`total ≥ ${value}`] };
}
