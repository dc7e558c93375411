import type { NodeStatField } from '@openvcloud/contract';
import type { Parameters } from '../database/parameters';
import { conditionsSql, type ColumnTable } from './filterSql';
import type { NodeStatQuestion } from './question';

/** Of the view node_stat_series. */
export const NODE_STAT_COLUMNS: ColumnTable<NodeStatField> = {
  gid: { sql: 'gid', type: 'bigint', isNullable: false },
  nid: { sql: 'nid', type: 'bigint', isNullable: false },
  nodeName: { sql: 'node_name', type: 'text', isNullable: false },
  stat: { sql: 'stat', type: 'text', isNullable: false },
  device: { sql: 'device', type: 'text', isNullable: false },
};

export function nodeStatConditions({ conditions }: NodeStatQuestion, parameters: Parameters): string[] {
  return conditionsSql(conditions, NODE_STAT_COLUMNS, parameters);
}
