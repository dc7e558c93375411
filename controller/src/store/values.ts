import { JOB_FIELDS, JUMPSCRIPT_FIELDS, LOG_FIELDS, type FieldSpec, type FieldValues } from '@openvcloud/contract';
import type { Database } from '../database/database';
import { ApiError } from '../errors';
import { countedJobs, isGroupField } from './countedJobs';
import { refuseNul, type Column } from './filterSql';
import { JOB_COLUMNS } from './jobColumns';
import { jobConditions, type JobSelection } from './jobFilters';
import { CURRENT, JUMPSCRIPT_COLUMNS, jumpscriptConditions } from './jumpscriptFilters';
import { LOG_COLUMNS, logConditions } from './logs';
import { containsPattern, Parameters, where } from './parameters';

export interface ValuesRequest extends Omit<JobSelection, 'timeField'> {
  of?: 'jobs' | 'logs' | 'jumpscripts';
}

interface Source {
  table: string;
  fields: Readonly<Record<string, FieldSpec>>;
  columns: Readonly<Record<string, Column>>;
  /** `q` is about the values, not about the rows. */
  conditions(request: Omit<ValuesRequest, 'q'>, parameters: Parameters): string[];
}

const SOURCES: Record<NonNullable<ValuesRequest['of']>, Source> = {
  jobs: { table: 'jobs', fields: JOB_FIELDS, columns: JOB_COLUMNS, conditions: jobConditions },
  logs: { table: 'log_lines', fields: LOG_FIELDS, columns: LOG_COLUMNS, conditions: logConditions },
  jumpscripts: {
    table: 'jumpscripts',
    fields: JUMPSCRIPT_FIELDS,
    columns: JUMPSCRIPT_COLUMNS,
    conditions: ({ filter }, parameters) => [CURRENT, ...jumpscriptConditions({ filter }, parameters)],
  },
};

/** The values of a field with their counts, most frequent first. */
export async function listValues(
  database: Database,
  field: string,
  request: ValuesRequest,
  limit: number,
  now: number,
  signal: AbortSignal
): Promise<FieldValues> {
  const { of = 'jobs', q, ...selection } = request;
  const source = SOURCES[of];
  const column = columnOf(source, field, of);
  refuseNul(q, 'q');
  const parameters = new Parameters();
  const counted = of === 'jobs' && isGroupField(field) ? countedJobs(selection, { fields: [field] }, parameters) : null;
  const conditions = counted === null ? source.conditions(selection, parameters) : [];
  const isList = column.type === 'text[]';
  const table = isList ? `${source.table} cross join lateral unnest(${column.sql}) as element` : source.table;
  const value = isList ? 'element' : column.sql;
  const present = isList ? [] : [`${value} is not null`];
  const matching = q === undefined || q === '' ? [] : [`${value}::text ilike ${parameters.add(containsPattern(q))}`];
  const count = counted === null ? 'count(*)' : 'sum(count)::bigint';
  const text = `select ${value}::text as value, ${count} as count from ${counted ?? table} ${where([...conditions, ...present, ...matching])}
    group by 1 having ${count} > 0 order by 2 desc, 1 limit ${limit + 1}`;
  const rows = await database.read<{ value: string; count: number }>(
    { text, values: parameters.values },
    { signal, name: 'list_values' }
  );
  const isCut = rows.length > limit;
  const notice = isCut ? `Only the ${limit} most frequent values are here: narrow them with q, or raise limit.` : null;
  return {
    field,
    values: rows.slice(0, limit),
    coverage: { asOf: now, from: request.from ?? null, to: request.to ?? null, isCut, notice },
  };
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
