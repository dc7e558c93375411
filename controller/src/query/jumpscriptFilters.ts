import type { JumpScriptField } from '@openvcloud/contract';
import { conditionsSql, searchSql, type ColumnTable } from './filterSql';
import type { Parameters } from '../database/parameters';
import type { JumpScriptQuestion } from './question';

export const JUMPSCRIPT_COLUMNS: ColumnTable<JumpScriptField> = {
  id: { sql: 'id', type: 'text', isNullable: false },
  source: { sql: 'source', type: 'text', isNullable: false },
  gid: { sql: 'gid', type: 'bigint', isNullable: false },
  organization: { sql: 'organization', type: 'text', isNullable: false },
  name: { sql: 'name', type: 'text', isNullable: false },
  category: { sql: 'category', type: 'text', isNullable: false },
  queue: { sql: 'queue', type: 'text', isNullable: false },
  roles: { sql: 'roles', type: 'text[]', isNullable: false },
  author: { sql: 'author', type: 'text', isNullable: false },
  descr: { sql: 'descr', type: 'text', isNullable: false },
};

/** What exists now: the current version of each, unless its file is gone. */
export const CURRENT = '(is_current and not is_deleted)';

export function jumpscriptConditions({ conditions, search }: JumpScriptQuestion, parameters: Parameters): string[] {
  return [
    ...conditionsSql(conditions, JUMPSCRIPT_COLUMNS, parameters),
    ...searchSql(search, ['id', 'category', 'descr', 'author'], parameters),
  ];
}
