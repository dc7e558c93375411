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

  const metaOf = (custom: unknown) => readListMeta(createDataFrame({ fields: [], meta: { custom: custom as object } }));

  it('has the notices of the frame', () => {
    const notices = [{ severity: 'warning' as const, text: 'Only 30 days are kept.' }];
    expect(readListMeta(createDataFrame({ fields: [], meta: { notices } })).notices).toEqual(notices);
  });

  it('has nothing to say without a frame', () => {
    expect(readListMeta(undefined)).toEqual({
      total: undefined,
      page: { next: null, prev: null, limit: 0, offset: null },
      coverage: undefined,
      notices: [],
    });
  });

  it.each([
    [
      { value: 3, relation: 'eq' },
      { value: 3, relation: 'eq' },
    ],
    [
      { value: 3, relation: 'gte' },
      { value: 3, relation: 'gte' },
    ],
    [{ value: 3 }, { value: 3, relation: 'eq' }],
    [{ value: '3', relation: 'eq' }, undefined],
    [null, undefined],
    [3, undefined],
  ])('reads the total %j', (total, expected) => {
    expect(metaOf({ total }).total).toEqual(expected);
  });

  it.each([
    [
      { next: '', prev: 5, limit: '25', offset: '0' },
      { next: null, prev: null, limit: 0, offset: null },
    ],
    [
      { next: 'n', prev: 'p', limit: 25, offset: 50 },
      { next: 'n', prev: 'p', limit: 25, offset: 50 },
    ],
    [null, { next: null, prev: null, limit: 0, offset: null }],
  ])('reads the page %j', (page, expected) => {
    expect(metaOf({ page }).page).toEqual(expected);
  });

  it.each([
    [{ asOf: 5 }, { asOf: 5, from: null, to: null, isCut: false, notice: null }],
    [
      { asOf: 5, from: 1, to: 2, isCut: 'yes', notice: '' },
      { asOf: 5, from: 1, to: 2, isCut: false, notice: null },
    ],
    [{ isCut: true, notice: 'without a time it is none' }, undefined],
  ])('reads the coverage %j', (coverage, expected) => {
    expect(metaOf({ coverage }).coverage).toEqual(expected);
  });
});
