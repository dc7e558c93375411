import { formatCondition, type Endpoint } from '@openvcloud/contract';

/** Query parameters that hold conditions on rows. */
const CONDITIONS = ['filter', 'logFilter'] as const;

/**
 * What a caller that reads one grid asks for: the query with one more condition. So whatever takes conditions (lists, their
 * totals, counts, values, exports, streams) is narrowed by the filters it has anyway, and none can forget it. Endpoints
 * without conditions take `caller.gid`.
 */
export function withinGrid(endpoint: Endpoint, query: unknown, gid: number | null): unknown {
  if (gid === null || typeof query !== 'object' || query === null) {
    return query;
  }
  const condition = formatCondition({ field: 'gid', operator: '=', values: [String(gid)] });
  const added = CONDITIONS.filter((name) => endpoint.query?.properties[name] !== undefined).map((name) => {
    const given: unknown = Reflect.get(query, name);
    return [name, [...(Array.isArray(given) ? given : []), condition]];
  });
  return { ...query, ...Object.fromEntries(added) };
}
