import { JUMPSCRIPT_FIELDS } from '@openvcloud/contract';
import { conditionSql, parseFilters, searchSql, type ColumnTable } from './filterSql';
import type { Parameters } from '../database/parameters';

type JumpScriptField = keyof typeof JUMPSCRIPT_FIELDS;

export const JUMPSCRIPT_COLUMNS: ColumnTable<JumpScriptField> = {
  id: { sql: 'id', type: 'text', isNullable: false },
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

export function jumpscriptConditions(
  { filter, q }: { filter?: readonly string[]; q?: string },
  parameters: Parameters
): string[] {
  const conditions = parseFilters(filter, JUMPSCRIPT_FIELDS).map((condition) => {
    const column = isJumpScriptField(condition.field) ? JUMPSCRIPT_COLUMNS[condition.field] : JUMPSCRIPT_COLUMNS.id;
    return conditionSql(condition, column, parameters);
  });
  return [...conditions, ...searchSql(q, ['id', 'category', 'descr', 'author'], parameters)];
}

function isJumpScriptField(name: string): name is JumpScriptField {
  return Object.hasOwn(JUMPSCRIPT_FIELDS, name);
}
