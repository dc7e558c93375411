import type { FailureField } from '@openvcloud/contract';
import { where, type Parameters } from '../database/parameters';
import { conditionsSql, searchSql, timeRangeSql, type ColumnTable } from '../query/filterSql';
import { JOB_COLUMNS } from '../query/jobColumns';
import type { FailureQuestion } from '../query/question';

const { state, source, gid, nid, nodeName, organization, cmd, queue } = JOB_COLUMNS;
const text = { type: 'text', isNullable: false } as const;

const FAILURE_COLUMNS: ColumnTable<FailureField> = {
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
    ...conditionsSql(conditions, FAILURE_COLUMNS, parameters),
    ...searchSql(search, ['signature'], parameters),
    ...more,
  ])}`;
}
