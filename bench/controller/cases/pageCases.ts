import type { CaseGroup } from './benchCase';
import type { ListQuestion } from '../asked/handList';
import { filterName, listCase } from './jobList';
import type { SeedSpan } from '../seed/seedSpan';

const DAY_MS = 86_400_000;

/** Each with its first page just before it, so that both meet the same machine. */
export function deepestGroup(): CaseGroup {
  const questions: ListQuestion[] = [
    {},
    { sort: 'cmd' },
    { sort: '-runMs' },
    { sort: 'timeStop' },
    { filters: [['state', '=', 'ERROR']] },
    { filters: [['cmd', '=', 'disk_check_3']] },
    { filters: [['cmd', '=', 'db_check_8']] },
    { filters: [['nodeName', '=', 'node7']], sort: '-runMs' },
    { filters: [['state', '=', 'TIMEOUT']], sort: '-resultPreview' },
    { filters: [['args', 'contains', '/data/42"']] },
    { filters: [['state', '=', 'ERROR']], isCounted: true },
    { isCounted: true },
  ];
  return {
    title: 'Lists, first and deepest page',
    cases: questions.flatMap((question) => {
      const { filters = [], sort, isCounted } = question;
      const parts = [...filters.map((filter) => filterName(filter)), ...(sort === undefined ? [] : [`sort ${sort}`])];
      const what = `${parts.length === 0 ? 'all jobs' : parts.join(', ')}${isCounted === true ? ', with total' : ''}`;
      return [
        listCase(`${what}: first page`, question),
        listCase(`${what}: deepest page`, { ...question, isLast: true }, `${what}: first page`),
      ];
    }),
  };
}

/** The total is asked for unless a caller says otherwise. */
export function totalGroup({ end }: SeedSpan): CaseGroup {
  const lastDay = { timeField: 'timeCreate' as const, from: end - DAY_MS, to: end };
  const questions: ReadonlyArray<readonly [name: string, question: ListQuestion]> = [
    ['cmd = disk_check_3', { filters: [['cmd', '=', 'disk_check_3']] }],
    [
      'cmd = disk_check_3 and state = ERROR',
      {
        filters: [
          ['cmd', '=', 'disk_check_3'],
          ['state', '=', 'ERROR'],
        ],
      },
    ],
    ['24 h', { range: lastDay }],
    ['24 h, state = ERROR', { range: lastDay, filters: [['state', '=', 'ERROR']] }],
    // Beyond what is kept in counts.
    ['errorType = KeyError', { filters: [['errorType', '=', 'KeyError']] }],
    ['user = auditor', { filters: [['user', '=', 'auditor']] }],
    ['tags = case-3', { filters: [['tags', '=', 'case-3']] }],
    ['runMs ≥ 60000', { filters: [['runMs', 'range', '60000', '']] }],
    ['args contains /data/42"', { filters: [['args', 'contains', '/data/42"']] }],
    ['24 h by timeStart', { range: { ...lastDay, timeField: 'timeStart' } }],
  ];
  return {
    title: 'Lists, first page with its total',
    cases: questions.map(([name, question]) => listCase(`${name}, with total`, { ...question, isCounted: true })),
  };
}
