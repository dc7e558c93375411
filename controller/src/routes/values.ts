import {
  JOB_FIELDS,
  JUMPSCRIPT_FIELDS,
  LOG_FIELDS,
  NODE_STAT_FIELDS,
  type Coverage,
  type FieldSpec,
  type FieldValues,
} from '@openvcloud/contract';
import { longRead, type Database } from '../database/database';
import type { Sql } from '../database/queryable';
import { ApiError } from '../errors/errors';
import { countedJobs, isKeptField } from '../counts/countedJobs';
import type { Column } from '../query/filterSql';
import { JOB_COLUMNS } from '../query/jobColumns';
import { jobConditions } from '../query/jobFilters';
import { jobSource } from '../query/jobSource';
import {
  jobQuestion,
  jumpscriptQuestion,
  logQuestion,
  nodeStatQuestion,
  refuseNul,
  type JobQuestion,
  type WireQuestion,
} from '../query/question';
import { CURRENT, JUMPSCRIPT_COLUMNS, jumpscriptConditions } from '../query/jumpscriptFilters';
import { NODE_STAT_COLUMNS, nodeStatConditions } from '../query/nodeStatFilters';
import { LOG_COLUMNS, logConditions } from '../logs/logs';
import { containsPattern, Parameters, where } from '../database/parameters';

export interface ValuesRequest extends WireQuestion {
  of?: 'jobs' | 'logs' | 'jumpscripts' | 'nodeStats';
}

interface Source {
  table: string;
  fields: Readonly<Record<string, FieldSpec>>;
  columns: Readonly<Record<string, Column>>;
  /** Newer rows have a greater one. */
  time: string | null;
  rows(wire: WireQuestion, now: number): Rows;
}

interface Rows {
  conditions(parameters: Parameters): string[];
  /** Those that counts may know of. */
  jobs?: JobQuestion;
  /** In the place of the table, where the question is about more than that has. */
  from?: string;
}

const SOURCES: Record<NonNullable<ValuesRequest['of']>, Source> = {
  jobs: {
    table: 'jobs',
    fields: JOB_FIELDS,
    columns: JOB_COLUMNS,
    time: 'time_create',
    rows: (wire, now) => {
      const jobs = jobQuestion(wire);
      return { jobs, from: jobSource(jobs, now), conditions: (parameters) => jobConditions(jobs, parameters) };
    },
  },
  logs: {
    table: 'log_lines',
    fields: LOG_FIELDS,
    columns: LOG_COLUMNS,
    time: 'time',
    rows: (wire) => {
      const question = logQuestion(wire);
      return { conditions: (parameters) => logConditions(question, parameters) };
    },
  },
  jumpscripts: {
    table: 'all_jumpscripts',
    fields: JUMPSCRIPT_FIELDS,
    columns: JUMPSCRIPT_COLUMNS,
    time: null,
    rows: (wire) => {
      const question = jumpscriptQuestion(wire);
      return { conditions: (parameters) => [CURRENT, ...jumpscriptConditions(question, parameters)] };
    },
  },
  nodeStats: {
    table: 'node_stat_series',
    fields: NODE_STAT_FIELDS,
    columns: NODE_STAT_COLUMNS,
    time: null,
    rows: (wire) => {
      const question = nodeStatQuestion(wire);
      return { conditions: (parameters) => nodeStatConditions(question, parameters) };
    },
  },
};

/** Counting the values of more rows takes longer than somebody who fills in a filter waits. */
const MOST_ROWS = 100_000;

/** The values of a field with their counts, most frequent first. */
export async function listValues(
  database: Database,
  field: string,
  request: ValuesRequest,
  limit: number,
  now: number,
  signal: AbortSignal
): Promise<FieldValues> {
  // `q` is about the values, not about the rows.
  const { of = 'jobs', q = '', ...wire } = request;
  refuseNul(q, 'q');
  const column = columnOf(SOURCES[of], field, of);
  const options = { signal, name: 'list_values' };
  const asked = SOURCES[of].rows(wire, now);
  const kept = keptValues(field, column, asked, q, limit);
  const found =
    kept === null
      ? await database.read<ValueRow>(readValues(SOURCES[of], column, asked, q, limit), longRead(options))
      : await database.read<ValueRow>(kept, options);
  const rows = found.flatMap(({ value, count }) => (value === null ? [] : [{ value, count }]));
  const notices = [
    ...(rows.length > limit
      ? [`Only the ${limit} most frequent values are here: narrow them with q, or raise limit.`]
      : []),
    ...((found[0]?.looked ?? 0) > MOST_ROWS
      ? [`Counted in the newest ${MOST_ROWS} only: narrow the time range or the filters to see what older ones have.`]
      : []),
  ];
  return {
    field,
    values: rows.slice(0, limit),
    coverage: { asOf: now, ...rangeOf(request), isCut: notices.length > 0, notice: notices.join(' ') || null },
  };
}

/** JumpScripts and what nodes report are those of now, whatever range a dashboard has. */
function rangeOf({ of, from, to }: ValuesRequest): Pick<Coverage, 'from' | 'to'> {
  return of === 'jumpscripts' || of === 'nodeStats' ? { from: null, to: null } : { from: from ?? null, to: to ?? null };
}

interface ValueRow {
  /** Null in the one row of an answer without values, which still says at how many rows was looked. */
  value: string | null;
  count: number;
  /** At how many rows was looked, and one more when there are more. */
  looked: number;
}

/** From the kept counts; null when they cannot tell. */
function keptValues(field: string, { sql }: Column, { jobs }: Rows, q: string, limit: number): Sql | null {
  const parameters = new Parameters();
  const kept = jobs !== undefined && isKeptField(field) ? countedJobs(jobs, { fields: [field] }, parameters) : null;
  if (kept === null) {
    return null;
  }
  const filter = where([`${sql} is not null`, ...holding(sql, q, parameters)]);
  const text = `select ${sql}::text as value, sum(count)::bigint as count, 0 as looked from ${kept} ${filter}
    group by 1 having sum(count) > 0 order by 2 desc, 1 limit ${limit + 1}`;
  return { text, values: parameters.values };
}

/** From the newest rows themselves. */
function readValues(
  source: Source,
  { sql, type }: Column,
  { conditions: matching, from = source.table }: Rows,
  q: string,
  limit: number
): Sql {
  const parameters = new Parameters();
  const newest = source.time === null ? '' : `order by ${source.time} desc`;
  const counted = `(select value from newest limit ${MOST_ROWS}) as counted`;
  const [table, value] =
    type === 'text[]' ? [`${counted} cross join lateral unnest(value) as one`, 'one'] : [counted, 'value'];
  // Of a field that few have, an index of those that have it knows the newest.
  const conditions = [...matching(parameters), `${sql} is not null`];
  const filter = where(holding(value, q, parameters));
  const text = `with newest as materialized (select ${sql} as value from ${from} ${where(conditions)}
      ${newest} limit ${MOST_ROWS + 1}),
    found as (select ${value}::text as value, count(*) as count from ${table} ${filter} group by 1 order by 2 desc, 1 limit ${limit + 1})
    select found.value, found.count, looked from (select count(*) as looked from newest) as newest left join found on true
    order by 2 desc, 1`;
  return { text, values: parameters.values };
}

function holding(value: string, q: string, parameters: Parameters): string[] {
  return q === '' ? [] : [`${value}::text ilike ${parameters.add(containsPattern(q))}`];
}

function columnOf({ fields, columns }: Source, field: string, of: string): Column {
  const completable = Object.keys(fields).filter((name) => fields[name]?.isCompletable);
  const column = columns[field];
  if (!completable.includes(field) || column === undefined) {
    throw new ApiError(
      'UNKNOWN_FIELD',
      `Expected a field of ${of} with values, one of ${completable.join(', ')}, got "${field}".`
    );
  }
  return column;
}
