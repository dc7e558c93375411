import type { CaseGroup } from './benchCase';
import { listCase } from './jobList';
import type { SeedSpan } from '../seed/seedSpan';

const DAY_MS = 86_400_000;

/** A day four weeks ago, by time of creation and of the end; and a search in it. */
export function windowGroup({ start }: SeedSpan): CaseGroup {
  const from = start + 2 * DAY_MS;
  const range = { from, to: from + DAY_MS };
  const timeFields = ['timeCreate', 'timeStop', 'timeStart'] as const;
  return {
    title: 'Lists, one day four weeks ago',
    cases: [
      ...timeFields.flatMap((timeField) =>
        ['-timeCreate', 'cmd', '-runMs'].map((sort) =>
          listCase(`that day by ${timeField}, sort ${sort}`, { range: { timeField, ...range }, sort })
        )
      ),
      listCase('that day, state = ERROR, sort -timeStop', {
        range: { timeField: 'timeStop', ...range },
        filters: [['state', '=', 'ERROR']],
        sort: '-timeStop',
      }),
      listCase('that day, q=/data/42', { range: { timeField: 'timeCreate', ...range }, q: '/data/42' }),
    ],
  };
}

/** Free text over command, arguments, result and error. */
export function searchGroup({ lastDay, end }: SeedSpan): CaseGroup {
  const today = { timeField: 'timeCreate' as const, from: lastDay, to: end };
  const texts = ['/data/42', 'MemoryError', 'xylophone'];
  return {
    title: 'Lists, free text',
    cases: [
      ...texts.map((q) => listCase(`q=${q}`, { q })),
      ...texts.map((q) => listCase(`q=${q}, the last day`, { q, range: today })),
      listCase('q=/data/42, state = ERROR, sort -runMs', {
        q: '/data/42',
        filters: [['state', '=', 'ERROR']],
        sort: '-runMs',
      }),
    ],
  };
}
