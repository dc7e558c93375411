import type { CaseGroup } from './benchCase';
import type { Filter } from '../asked/handCondition';
import { filterName, listCase } from './jobList';

/** Filters together with sorts on something that depends on them: PostgreSQL takes the two for independent. */
const PAIRS: ReadonlyArray<readonly [sort: string, ...filters: Filter[]]> = [
  ['-resultPreview', ['state', '=', 'ERROR']],
  ['-runMs', ['state', '=', 'TIMEOUT']],
  ['queue', ['cmd', '=', 'disk_check_3']],
  ['nid', ['nodeName', '=', 'node7']],
  ['-state', ['errorType', '=', 'KeyError']],
  // Quick, with the few that took its whole timeout at one end; and slow.
  ['-runMs', ['cmd', '=', 'disk_check_0']],
  ['runMs', ['cmd', '=', 'disk_check_8']],
  ['-nid', ['nodeName', '=', '']],
  ['-errorType', ['state', '=', 'OK']],
  ['waitMs', ['nodeName', '=', 'node13']],
  // Given up weeks ago, and new.
  ['-timeCreate', ['cmd', '=', 'db_check_8']],
  ['timeCreate', ['cmd', '=', 'net_check_7']],
  ['-runMs', ['cmd', '=', 'db_check_8']],
  ['timeStop', ['nodeName', '=', 'node20']],
  // One hour of one day.
  ['cmd', ['tags', '=', 'incident-7']],
  ['-timeStop', ['errorType', '=', 'ConnectionError']],
  ['-resultPreview', ['tags', '=', 'case-3']],
  ['resultPreview', ['args', 'contains', '"vm":4242}']],
  ['-timeCreate', ['state', '=', 'ERROR'], ['cmd', '=', 'disk_check_0']],
  ['-timeStop', ['state', 'in', 'ERROR', 'TIMEOUT'], ['nodeName', '=', 'node7']],
  ['-runMs', ['state', '=', 'ERROR'], ['runMs', 'range', '', '100']],
  ['-timeCreate', ['queue', '=', 'io'], ['cmd', '=', 'vm_check_1']],
  ['user', ['roles', '=', 'cpunode'], ['state', '=', 'TIMEOUT']],
];

export function pairGroup(): CaseGroup {
  return {
    title: 'Lists, filters and a sort that depend on each other',
    cases: PAIRS.map(([sort, ...filters]) => {
      return listCase(`${filters.map((filter) => filterName(filter)).join(' and ')}, sort ${sort}`, { filters, sort });
    }),
  };
}
