import {
  FAILURE_STATUSES,
  isNegated,
  type FailureField,
  type FailureStatus,
  type Operator,
} from '@openvcloud/contract';
import { where, type Parameters } from '../database/parameters';
import { conditionsSql, searchSql, timeRangeSql, type ColumnTable } from '../query/filterSql';
import { JOB_COLUMNS } from '../query/jobColumns';
import { ApiError } from '../errors/errors';
import type { ConditionOn, FailureQuestion } from '../query/question';

const { state, source, gid, nid, nodeName, organization, cmd, queue } = JOB_COLUMNS;
const text = { type: 'text', isNullable: false } as const;

/** The status is worked out of a group, not stored. */
const FAILURE_COLUMNS: ColumnTable<Exclude<FailureField, 'status'>> = {
  key: { sql: 'key', ...text },
  errorSignature: { sql: 'signature', ...text },
  state,
  source,
  gid,
  nid,
  nodeName,
  organization,
  cmd,
  queue,
};

/** Failed jobs with their group: `root` and `key` are those of the one it is merged into, `signature` is the job's own. */
const ROWS = `(select f.*, r.id as root, r.key, g.signature
    from failures f join failure_groups g on g.gid = f.gid and g.id = f.group_id
      join failure_groups r on r.gid = g.gid and r.id = coalesce(g.merged_into, g.id)) as failed`;

/** Pure. → a FROM item with WHERE: the failed jobs of a window, by when they became known. */
export function failureRows(
  { conditions, search, from, to }: FailureQuestion,
  parameters: Parameters,
  more: readonly string[] = []
): string {
  return `${ROWS} ${where([
    ...timeRangeSql('known', { from, to }, parameters),
    ...conditionsSql(conditions.filter(isStored), FAILURE_COLUMNS, parameters),
    ...searchSql(search, ['signature'], parameters),
    ...more,
  ])}`;
}

type Asked = ConditionOn<FailureField>;

function isStored(condition: Asked): condition is ConditionOn<Exclude<FailureField, 'status'>> {
  return condition.field !== 'status';
}

/** Pure. Which statuses are asked for; throws when that is asked in a way that means no list of them. */
export function wantedStatuses({ conditions }: FailureQuestion): FailureStatus[] {
  return FAILURE_STATUSES.filter((status) =>
    conditions
      .filter(({ field }) => field === 'status')
      .every(({ operator, values }) => values.includes(status) !== isNegated(known(operator)))
  );
}

const BY_LIST: readonly Operator[] = ['=', '!=', 'in', 'not in'];

function known(operator: Operator): Operator {
  if (!BY_LIST.includes(operator)) {
    throw new ApiError('UNKNOWN_FILTER_OPERATOR', `Expected for status one of ${BY_LIST.join(', ')}, got ${operator}.`);
  }
  return operator;
}
