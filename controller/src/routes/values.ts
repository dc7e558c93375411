import { JOB_FIELDS, JUMPSCRIPT_FIELDS, LOG_FIELDS, type FieldSpec, type FieldValues } from '@openvcloud/contract';
import { longRead, type Database, type Sql } from '../database/database';
import { ApiError } from '../errors/errors';
import { countedJobs, isGroupField } from '../counts/countedJobs';
import { refuseNul, type Column } from '../query/filterSql';
import { JOB_COLUMNS } from '../query/jobColumns';
import { jobConditions, type JobSelection } from '../query/jobFilters';
import { CURRENT, JUMPSCRIPT_COLUMNS, jumpscriptConditions } from '../query/jumpscriptFilters';
import { LOG_COLUMNS, logConditions } from '../logs/logs';
import { containsPattern, Parameters, where } from '../database/parameters';

export interface ValuesRequest extends Omit<JobSelection, 'timeField'> {
  of?: 'jobs' | 'logs' | 'jumpscripts';
}

interface Source {
  table: string;
  fields: Readonly<Record<string, FieldSpec>>;
  columns: Readonly<Record<string, Column>>;
  /** Newer rows have a greater one. */
  time: string | null;
  /** `q` is about the values, not about the rows. */
  conditions(request: Omit<ValuesRequest, 'q'>, parameters: Parameters): string[];
}

const SOURCES: Record<NonNullable<ValuesRequest['of']>, Source> = {
  jobs: { table: 'jobs', fields: JOB_FIELDS, columns: JOB_COLUMNS, time: 'time_create', conditions: jobConditions },
  logs: { table: 'log_lines', fields: LOG_FIELDS, columns: LOG_COLUMNS, time: 'time', conditions: logConditions },
  jumpscripts: {
    table: 'jumpscripts',
    fields: JUMPSCRIPT_FIELDS,
    columns: JUMPSCRIPT_COLUMNS,
    time: null,
    conditions: ({ filter }, parameters) => [CURRENT, ...jumpscriptConditions({ filter }, parameters)],
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
  const { of = 'jobs', q } = request;
  refuseNul(q, 'q');
  const column = columnOf(SOURCES[of], field, of);
  const options = { signal, name: 'list_values' };
  const kept = keptValues(field, column, request, limit);
  const rows =
    kept === null
      ? await database.read<ValueRow>(readValues(SOURCES[of], column, request, limit), longRead(options))
      : await database.read<ValueRow>(kept, options);
  const notices = [
    ...(rows.length > limit
      ? [`Only the ${limit} most frequent values are here: narrow them with q, or raise limit.`]
      : []),
    ...((rows[0]?.looked ?? 0) > MOST_ROWS
      ? [`Counted in the newest ${MOST_ROWS} only: narrow the time range or the filters to see what older ones have.`]
      : []),
  ];
  const coverage = { asOf: now, from: request.from ?? null, to: request.to ?? null };
  return {
    field,
    values: rows.slice(0, limit).map(({ value, count }) => ({ value, count })),
    coverage: { ...coverage, isCut: notices.length > 0, notice: notices.join(' ') || null },
  };
}

interface ValueRow {
  value: string;
  count: number;
  /** At how many rows was looked, and one more when there are more. */
  looked: number;
}

/** From the kept counts; null when they cannot tell. */
function keptValues(
  field: string,
  { sql }: Column,
  { of = 'jobs', q, ...selection }: ValuesRequest,
  limit: number
): Sql | null {
  const parameters = new Parameters();
  const kept = of === 'jobs' && isGroupField(field) ? countedJobs(selection, { fields: [field] }, parameters) : null;
  if (kept === null) {
    return null;
  }
  const filter = where([`${sql} is not null`, ...holding(sql, q, parameters)]);
  const text = `select ${sql}::text as value, sum(count)::bigint as count, 0 as looked from ${kept} ${filter}
    group by 1 having sum(count) > 0 order by 2 desc, 1 limit ${limit + 1}`;
  return { text, values: parameters.values };
}

/** From the newest rows themselves. */
function readValues(source: Source, { sql, type }: Column, { q, ...selection }: ValuesRequest, limit: number): Sql {
  const parameters = new Parameters();
  const newest = source.time === null ? '' : `order by ${source.time} desc`;
  const counted = `(select value from newest limit ${MOST_ROWS}) as counted`;
  const [table, value] =
    type === 'text[]' ? [`${counted} cross join lateral unnest(value) as one`, 'one'] : [counted, 'value'];
  // Of a field that few have, an index of those that have it knows the newest.
  const conditions = [...source.conditions(selection, parameters), `${sql} is not null`];
  const filter = where(holding(value, q, parameters));
  const text = `with newest as materialized (select ${sql} as value from ${source.table} ${where(conditions)}
      ${newest} limit ${MOST_ROWS + 1})
    select ${value}::text as value, count(*) as count, (select count(*) from newest) as looked from ${table} ${filter}
    group by 1 order by 2 desc, 1 limit ${limit + 1}`;
  return { text, values: parameters.values };
}

function holding(value: string, q: string | undefined, parameters: Parameters): string[] {
  return q === undefined || q === '' ? [] : [`${value}::text ilike ${parameters.add(containsPattern(q))}`];
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
