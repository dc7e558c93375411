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
    ['an empty list without a total', { total: undefined, page }, 0, 'No jobs'],
    [
      'one job',
      { total: { value: 1, relation: 'eq' as const }, page: { ...page, offset: 0 } },
      1,
      'Showing 1 to 1 of 1 job',
    ],
    [
      'a last page that is full',
      { total: { value: 50, relation: 'eq' as const }, page },
      25,
      'Showing 26 to 50 of 50 jobs',
    ],
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
  it.each<[string, number, 'eq' | 'gte', number | null, number, string]>([
    ['the first page', 60, 'eq', 0, 25, 'Page 1 of 3'],
    ['a page between', 60, 'eq', 25, 25, 'Page 2 of 3'],
    ['the last page of a total that is a multiple of the page size', 50, 'eq', 25, 25, 'Page 2 of 2'],
    ['one full page', 25, 'eq', 0, 25, 'Page 1 of 1'],
    ['one job more than a page', 26, 'eq', 0, 25, 'Page 1 of 2'],
    ['an empty list', 0, 'eq', 0, 25, 'Page 1 of 1'],
    ['many pages', 17_816_000, 'eq', 25_000, 25, 'Page 1,001 of 712,640'],
    ['a total that was not counted to the end', 60, 'gte', 25, 25, 'Page 2'],
    ['a page whose place is not known', 60, 'eq', null, 25, ''],
    ['a place between two pages', 60, 'eq', 30, 25, ''],
    ['no page size', 60, 'eq', 0, 0, ''],
  ])('counts %s', (_, value, relation, offset, limit, text) => {
    expect(describePage({ total: { value, relation }, page: { ...page, offset, limit }, notices: [] })).toBe(text);
  });

  it('says nothing without a total', () => {
    expect(describePage({ total: undefined, page, notices: [] })).toBe('');
  });
});
