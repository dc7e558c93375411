import type { KeptField, JobField } from '@openvcloud/contract';
import type { Database } from '../database/database';
import type { QueryOptions } from '../database/queryable';
import { COUNT_CUBES, cubeFor, type CountCube } from './countCubes';
import { isKeptField } from './countedJobs';
import { conditionSql } from '../query/filterSql';
import { JOB_COLUMNS } from '../query/jobColumns';
import { fixedFields, isSought } from '../query/jobFilters';
import type { ConditionOn, JobQuestion } from '../query/question';
import { Parameters } from '../database/parameters';

/** So many values are no longer found faster by each than by looking at all jobs. */
const MOST_VALUES = 1_000;

type GroupCondition = ConditionOn<KeptField>;
type Value = string | number | null;

/** What the kept counts know of a list. */
export interface Known {
  /** With conditions that are found faster. */
  question: JobQuestion;
  /** The field of the sort has this value in all its jobs; undefined when it may have several. */
  sortedBy?: Value;
}

/**
 * `cmd|contains|disk` → `cmd|in|check_disks|disk_space`: the kept counts know every value that jobs have in some fields, and
 * which of them come together, so that not each job has to be asked: that the jobs of a command are all of one queue, or that
 * a node has none of it. What is first seen meanwhile was not there when this was asked.
 */
export async function byKnownValues(
  database: Database,
  question: JobQuestion,
  sorted: string,
  options: QueryOptions
): Promise<Known> {
  const grouped = question.conditions.filter(isOfGroup);
  const sort = sortField(question, sorted);
  const isKnown = grouped.length < 2 && sort === undefined && grouped.every(({ operator }) => isSought(operator));
  if (grouped.length === 0 || isKnown) {
    return { question };
  }
  const cubes = cubesOf([...grouped.map(({ field }) => field), ...(sort === undefined ? [] : [sort])]);
  const views = await Promise.all(cubes.map((cube) => seenTogether(database, cube, grouped, sort, options)));
  const conditions = question.conditions.map((condition) =>
    isOfGroup(condition) ? views.reduce<GroupCondition>(narrowed, condition) : condition
  );
  const values = views
    .flatMap((view) => (sort === undefined ? [] : [view?.get(sort) ?? []]))
    .find(({ length }) => length > 0);
  return { question: { ...question, conditions }, ...(values?.length === 1 ? { sortedBy: values[0] } : {}) };
}

function isOfGroup(condition: ConditionOn<JobField>): condition is GroupCondition {
  return isKeptField(condition.field);
}

/** When it is one that counts keep apart, and the filter leaves it open. */
function sortField(question: JobQuestion, sort: string): KeptField | undefined {
  const name = sort.replace(/^-/, '');
  return isKeptField(name) && !fixedFields(question).has(name) ? name : undefined;
}

/** The largest has a group for each command of each node: too many to look through for a list. */
function cubesOf(fields: readonly KeptField[]): readonly CountCube[] {
  const cube = cubeFor(fields);
  return cube === COUNT_CUBES.at(-1) ? COUNT_CUBES.slice(1, -1) : [cube];
}

/** The values that jobs have in each field, given the conditions on the cube's fields; undefined when they are too many. */
type View = ReadonlyMap<KeptField, readonly Value[]> | undefined;

async function seenTogether(
  database: Database,
  cube: CountCube,
  grouped: readonly GroupCondition[],
  sort: KeptField | undefined,
  options: QueryOptions
): Promise<View> {
  const conditions = grouped.filter(({ field }) => cube.fields.includes(field));
  const wanted = [...conditions.map(({ field }) => field), ...(sort === undefined ? [] : [sort])];
  const fields = [...new Set(wanted)].filter((field) => cube.fields.includes(field));
  if (conditions.length === 0) {
    return undefined;
  }
  const parameters = new Parameters();
  const columns = fields.map((field) => JOB_COLUMNS[field].sql).join(', ');
  const matching = conditions.map((condition) => conditionSql(condition, JOB_COLUMNS[condition.field], parameters));
  const from = [`job_count_groups where cube = ${cube.cube} and`, 'job_count_deltas where', 'jobs_live where'];
  const seen = from.map((table) => `select ${columns} from ${table} ${matching.join(' and ')}`);
  const rows = await database.read<Record<string, Value>>(
    {
      // Each is a union of distinct rows.
      text: `select * from (${seen.join(' union ')}) as seen limit ${MOST_VALUES + 1}`,
      values: parameters.values,
    },
    { ...options, name: 'known_values' }
  );
  if (rows.length <= MOST_VALUES) {
    return new Map(
      fields.map((field) => [field, [...new Set(rows.map((row) => row[JOB_COLUMNS[field].sql] ?? null))]])
    );
  }
  return fields.length > 1 ? seenApart(database, cube, conditions, options) : undefined;
}

/** Fields have fewer values than there are combinations of them. */
async function seenApart(
  database: Database,
  cube: CountCube,
  conditions: readonly GroupCondition[],
  options: QueryOptions
): Promise<View> {
  const views = await Promise.all(
    conditions.map((condition) => seenTogether(database, cube, [condition], undefined, options))
  );
  return new Map(views.flatMap((view) => [...(view ?? [])]));
}

/** Of numbers there is no way to ask for one of these or none. */
function narrowed(condition: GroupCondition, view: View): GroupCondition {
  const values = view?.get(condition.field);
  if (values === undefined || (JOB_COLUMNS[condition.field].type !== 'text' && values.includes(null))) {
    return condition;
  }
  const isAsBefore = isSought(condition.operator) && values.length > 0;
  return isAsBefore
    ? condition
    : { field: condition.field, operator: 'in', values: values.map((value) => String(value ?? '')) };
}
