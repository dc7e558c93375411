import { createDataFrame, FieldType } from '@grafana/data';
import { readListMeta } from './readListMeta';
import { readRows } from './rowReader';

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

describe('readRows', () => {
  it('finds fields by name whatever their order, and reads absent or odd values as absent', () => {
    const frame = createDataFrame({
      fields: [
        { name: 'n', type: FieldType.number, values: [1, null] },
        { name: 'list', type: FieldType.other, values: [['a', 'b'], '["c"]'] },
        { name: 'text', type: FieldType.string, values: ['x', 7] },
      ],
    });
    const rows = readRows(frame, (row) => [
      row.text('text'),
      row.number('n'),
      row.list('list'),
      row.text('none'),
      row.flag('n'),
    ]);
    expect(rows).toEqual([
      ['x', 1, ['a', 'b'], null, null],
      [null, null, ['c'], null, null],
    ]);
  });
});
