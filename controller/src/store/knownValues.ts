import type { Condition, GroupField } from '@openvcloud/contract';
import type { Database, QueryOptions } from '../database/database';
import { cubeFor } from './countCubes';
import { isGroupField } from './countedJobs';
import { conditionSql } from './filterSql';
import { JOB_COLUMNS } from './jobColumns';
import { conditionsOf, isSought, type JobSelection } from './jobFilters';
import { Parameters } from './parameters';

/** So many values are no longer found faster by each than by looking at all jobs. */
const MOST_VALUES = 1_000;

/**
 * `cmd|contains|disk` → `cmd|in|check_disks|disk_space`: the kept counts know every value that jobs have in some fields, so
 * that not each job has to be asked. What is first seen meanwhile was not there when this was asked.
 */
export async function byKnownValues<Selection extends JobSelection>(
  database: Database,
  selection: Selection,
  options: QueryOptions
): Promise<Selection> {
  const conditions = conditionsOf(selection);
  if (!conditions.some(isLookedUp)) {
    return selection;
  }
  const known = await Promise.all(
    conditions.map((condition) => (isLookedUp(condition) ? lookUp(database, condition, options) : condition))
  );
  return { ...selection, known };
}

function isLookedUp(condition: Condition): condition is Condition & { field: GroupField } {
  const { field, operator } = condition;
  return isGroupField(field) && JOB_COLUMNS[field].type === 'text' && !isSought(operator);
}

async function lookUp(
  database: Database,
  condition: Condition & { field: GroupField },
  options: QueryOptions
): Promise<Condition> {
  const column = JOB_COLUMNS[condition.field];
  const parameters = new Parameters();
  const groups = `select ${column.sql} from job_count_groups where cube = ${cubeFor([condition.field]).cube}`;
  const seen = [groups, `select ${column.sql} from job_count_deltas`, `select ${column.sql} from jobs_live`];
  const rows = await database.read<{ value: string }>(
    {
      text: `select distinct coalesce(${column.sql}, '') as value from (${seen.join(' union all ')}) as seen
             where ${conditionSql(condition, column, parameters)} limit ${MOST_VALUES + 1}`,
      values: parameters.values,
    },
    { ...options, name: 'known_values' }
  );
  return rows.length > MOST_VALUES
    ? condition
    : { field: condition.field, operator: 'in', values: rows.map(({ value }) => value) };
}
