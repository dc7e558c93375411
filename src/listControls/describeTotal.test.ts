import { describePage, describeTotal } from './describeTotal';

const page = { next: null, prev: null, limit: 25, offset: 25 };

describe('describeTotal', () => {
  it.each([
    [
      'a page whose place is known',
      { total: { value: 17816, relation: 'eq' as const }, page },
      25,
      'Showing 26 to 50 of 17,816 jobs',
    ],
    [
      'a total that was not counted to the end',
      { total: { value: 10000, relation: 'gte' as const }, page },
      25,
      'Showing 26 to 50 of more than 10,000 jobs',
    ],
    [
      'a page whose place is not known',
      { total: { value: 60, relation: 'eq' as const }, page: { ...page, offset: null } },
      25,
      'Showing 25 of 60 jobs',
    ],
    ['a list without a total', { total: undefined, page }, 1, 'Showing 1 job'],
    ['an empty list', { total: { value: 0, relation: 'eq' as const }, page }, 0, 'No jobs'],
    [
      'an empty page of a list',
      { total: { value: 60, relation: 'eq' as const }, page },
      0,
      'No jobs on this page of 60 jobs',
    ],
  ])('describes %s', (_, meta, rows, text) => {
    expect(describeTotal({ ...meta, notices: [] }, rows, 'job')).toBe(text);
  });
});

describe('describePage', () => {
  it('counts pages only where the total is exact', () => {
    expect(describePage({ total: { value: 60, relation: 'eq' }, page, notices: [] })).toBe('Page 2 of 3');
    expect(describePage({ total: { value: 60, relation: 'gte' }, page, notices: [] })).toBe('Page 2');
    expect(describePage({ total: { value: 60, relation: 'eq' }, page: { ...page, offset: null }, notices: [] })).toBe(
      ''
    );
  });
});
