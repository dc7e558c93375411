import type { JobSummary, LogLine } from '@openvcloud/contract';
import type { Database } from '../database/database';
import type { QueryOptions } from '../database/queryable';
import type { Selection } from './selection';
import type { Change, ChangedJob, LineRange } from '../journal/changes';
import { jobConditions } from '../query/jobFilters';
import { JOB_SUMMARY_COLUMNS, JOB_TABLE, jobColumns, typedColumns, type JobColumn } from '../query/jobTable';
import { LOG_LINE_COLUMNS, logConditions } from '../logs/logs';
import { Parameters } from '../database/parameters';

/** Where among the changes a row belongs, and which of the selections it is for. */
export interface Placed {
  change: number;
  item: number;
  matches: boolean[];
}

const NOTED = jobColumns(({ isNoted }) => isNoted === true);

/**
 * The job as the change left it: its row now, but what has changed since taken from the change. What only an ended job
 * has (result, error) is in its row for good, and not shown before.
 */
const JOBS_AT_CHANGE = `select c.change, c.item, ${jobColumns(
  ({ shown, isField, isDerived }) => isDerived !== true && (shown !== 'never' || isField)
)
  .map((name) => atChange(JOB_TABLE[name]))
  .join(', ')}`;

function atChange({ sql, isNoted, isOutcome, computed }: JobColumn): string {
  if (computed !== undefined) {
    return `${computed} as ${sql}`;
  }
  return isOutcome === true
    ? `case when c.state not in ('SCHEDULED', 'RUNNING') then j.${sql} end as ${sql}`
    : `${isNoted === true ? 'c' : 'j'}.${sql}`;
}

/** Jobs that changed, each once per change, for the selections they match; a job that is gone is left out. */
export async function readChangedJobs(
  database: Database,
  changes: readonly Change[],
  selections: readonly Selection[],
  options: QueryOptions
): Promise<Array<{ place: Placed; job: JobSummary }>> {
  const items = wanted(
    changes,
    ({ jobs }) => jobs,
    selections.filter(({ jobs }) => jobs !== null)
  );
  if (items.length === 0) {
    return [];
  }
  const parameters = new Parameters();
  const [noted, from, to] = [
    parameters.add(JSON.stringify(items)),
    parameters.add(least(items.map(({ time_create }) => time_create))),
    parameters.add(greatest(items.map(({ time_create }) => time_create))),
  ];
  const matches = selections.map(({ job, jobs }) =>
    jobs === null ? 'false' : allOf([...isJob('guid', job, parameters), ...jobConditions(jobs, parameters)])
  );
  const rows = await database.read<JobSummary & Placed>(
    {
      text: `select change, item, ${JOB_SUMMARY_COLUMNS}, array[${matches.join(', ')}] as matches
             from (${JOBS_AT_CHANGE}
               from json_to_recordset(${noted}) as c (change bigint, item integer, gid integer, ${typedColumns(NOTED)})
               join jobs j on j.gid = c.gid and j.time_create = c.time_create and j.guid = c.guid
               where j.time_create between ${from} and ${to}) as jobs
             where ${matches.join(' or ')}`,
      values: parameters.values,
    },
    { ...options, name: 'changed_jobs' }
  );
  return rows.map(({ change, item, matches: isFor, ...job }) => ({ place: { change, item, matches: isFor }, job }));
}

/** Lines that were stored, for the selections they match. */
export async function readChangedLines(
  database: Database,
  changes: readonly Change[],
  selections: readonly Selection[],
  options: QueryOptions
): Promise<Array<{ place: Placed; line: LogLine }>> {
  const items = wanted(
    changes,
    ({ lines }) => lines,
    selections.filter(({ lines }) => lines !== null)
  );
  if (items.length === 0) {
    return [];
  }
  const parameters = new Parameters();
  const [ranges, from, to] = [
    parameters.add(JSON.stringify(items)),
    parameters.add(least(items.map(({ from_time }) => from_time))),
    parameters.add(greatest(items.map(({ to_time }) => to_time))),
  ];
  const matches = selections.map(({ job, lines }) =>
    lines === null ? 'false' : allOf([...isJob('job_guid', job, parameters), ...logConditions(lines, parameters)])
  );
  const rows = await database.read<LogLine & Placed>(
    {
      text: `select change, item, ${LOG_LINE_COLUMNS}, array[${matches.join(', ')}] as matches
             from (select c.change, c.item, l.*
               from json_to_recordset(${ranges}) as c (change bigint, item integer, gid integer, guid text, from_time bigint, to_time bigint, from_seq bigint, to_seq bigint)
               join log_lines l on l.gid = c.gid and l.job_guid = c.guid and l.time between c.from_time and c.to_time and l.seq between c.from_seq and c.to_seq
               where l.time between ${from} and ${to}) as log_lines
             where ${matches.join(' or ')}`,
      values: parameters.values,
    },
    { ...options, name: 'changed_lines' }
  );
  return rows.map(({ change, item, matches: isFor, ...line }) => ({ place: { change, item, matches: isFor }, line }));
}

/** Items with their places; when every selection is of one job, those of other jobs need not be read. */
function wanted<Item extends ChangedJob | LineRange>(
  changes: readonly Change[],
  itemsOf: (change: Change) => readonly Item[],
  selections: readonly Selection[]
): Array<Item & { change: number; item: number; gid: number }> {
  const guids = new Set(selections.map(({ job }) => job));
  return changes.flatMap((change) =>
    itemsOf(change).flatMap((entry, item) =>
      guids.has(null) || guids.has(entry.guid) ? [{ ...entry, change: change.id, item, gid: change.gid }] : []
    )
  );
}

function isJob(column: string, guid: string | null, parameters: Parameters): string[] {
  return guid === null ? [] : [`${column} = ${parameters.add(guid)}`];
}

/** An unknown condition counts as false. */
function allOf(conditions: readonly string[]): string {
  return conditions.length === 0 ? 'true' : `coalesce(${conditions.map((sql) => `(${sql})`).join(' and ')}, false)`;
}

function least(values: readonly number[]): number {
  return values.reduce((one, other) => Math.min(one, other));
}

function greatest(values: readonly number[]): number {
  return values.reduce((one, other) => Math.max(one, other));
}
