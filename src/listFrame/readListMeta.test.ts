import { createDataFrame } from '@grafana/data';
import { readListMeta } from './readListMeta';

describe('readListMeta', () => {
  it('reads total, page and coverage', () => {
    const coverage = { asOf: 5, from: 1, to: 4, isCut: true, notice: 'Only the last day was scanned.' };
    const frame = createDataFrame({
      fields: [],
      meta: {
        custom: {
          kind: 'jobs',
          total: { value: 10_000, relation: 'gte' },
          page: { next: 'n', prev: null, limit: 25, offset: 0 },
          coverage,
        },
      },
    });
    expect(readListMeta(frame)).toEqual({
      total: { value: 10_000, relation: 'gte' },
      page: { next: 'n', prev: null, limit: 25, offset: 0 },
      coverage,
      notices: [],
    });
  });

  it('finds nothing to page in a frame of another data source', () => {
    const frame = createDataFrame({ fields: [{ name: 'a', values: [1, 2] }] });
    expect(readListMeta(frame)).toEqual({
      total: undefined,
      page: { next: null, prev: null, limit: 2, offset: null },
      coverage: undefined,
      notices: [],
    });
  });
});
