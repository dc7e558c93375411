import type { IndexedRange } from './indexedRanges';
import { indexedEdge, isRareSoFar, sliceRule, type Slice } from './sliceRule';

const DAY_MS = 86_400_000;
const day = (number: number): IndexedRange => ({ from: number * DAY_MS, to: (number + 1) * DAY_MS, isPart: false });
const part = (from: number, to: number): IndexedRange => ({ from: DAY_MS * from, to: DAY_MS * to, isPart: true });

describe('slices of a search', () => {
  const read = { edge: 100, ms: 150, found: 0 };

  it.each([
    [24_999, 0, false],
    [25_000, 0, true],
    [25_000, 5, true],
    [25_000, 50, false],
    // A page of 200 would take 300,000 lines more, or one in a thousand fewer.
    [100_000, 50, false],
    [100_100, 50, true],
  ])('%i lines with %i hits tell that a text is rare: %s', (lines, hits, expected) => {
    expect(isRareSoFar(lines, hits, 200)).toBe(expected);
  });

  it.each([
    [5_000, 37, 20_000],
    [5_000, 75, 10_000],
    [100_000, 300, 50_000],
    [100_000, 601, 25_000],
    [2_000, 60_000, 1_000],
    [200_000, 0, 200_000],
    [5_000, 150, 5_000],
  ])('after %i lines in %d ms the next has %i', async (lines, ms, expected) => {
    const rule = sliceRule(true, 200, null);
    expect(await rule.next({ ...rule.first, lines }, { ...read, ms })).toMatchObject({
      lines: expected,
      indexedTo: null,
    });
  });

  it('begin with 5,000 lines, each with the time that is left; those that take too long are begun again with 1,000', () => {
    const rule = sliceRule(true, 200, null);
    expect(rule.first).toMatchObject({ lines: 5_000, indexedTo: null, linesRead: 0 });
    expect(rule.budgetMs(rule.first, 900)).toBe(900);
    const fewer = rule.instead(rule.first);
    expect(fewer).toEqual({ ...rule.first, lines: 1_000 });
    expect(fewer && rule.instead(fewer)).toBeNull();
  });

  it.each([
    ['up', true, 101],
    ['down', false, 99],
  ])('going %s go on beside the last moment that was looked at', async (_, isAscending, time) => {
    const rule = sliceRule(isAscending, 200, null);
    expect(await rule.next(rule.first, read)).toMatchObject({ time, linesRead: 5_000 });
  });

  it('ask where there are text indexes once a text proves rare, and only then', async () => {
    let lookUps = 0;
    const rule = sliceRule(true, 200, async () => [day(lookUps++)]);
    const common = await rule.next({ ...rule.first, linesRead: 19_999 }, read);
    expect([common.indexedTo, lookUps]).toEqual([null, 0]);
    const rare = await rule.next({ ...rule.first, linesRead: 20_000 }, read);
    expect([rare.indexedTo, lookUps]).toEqual([DAY_MS - 1, 1]);
    const beyond = await rule.next(rare, { ...read, edge: DAY_MS - 1 });
    expect([beyond.indexedTo, lookUps]).toEqual([null, 1]);
    // Counts what was read line by line, and knows the next size of that.
    expect(beyond).toMatchObject({ linesRead: 25_000, lines: 5_000, asked: 1 });
  });

  it('of indexes are given half a second, and then asked about fewer days, at last about none', () => {
    const rule = sliceRule(true, 200, () => Promise.resolve([]));
    const slice: Slice = { ...rule.first, time: 0, indexedTo: 4 * DAY_MS, asked: 2, ranges: [0, 1, 2, 3, 4].map(day) };
    expect(rule.budgetMs(slice, 1_200)).toBe(500);
    expect(rule.budgetMs(slice, 400)).toBe(400);
    const fewer = rule.instead(slice);
    expect(fewer).toMatchObject({ time: 0, asked: 0, indexedTo: DAY_MS });
    expect(fewer && rule.instead(fewer)).toMatchObject({ time: 0, asked: 0, indexedTo: null, ranges: [] });
  });

  it('of indexed days are asked for more at once each time, up to the first day without an index', () => {
    const indexed = [day(3), day(1), day(2)];
    const middle = DAY_MS * 1.5;
    expect(indexedEdge(middle, indexed, true, 0)).toBe(DAY_MS * 2.5);
    expect(indexedEdge(middle, indexed, true, 1)).toBe(DAY_MS * 3.5);
    expect(indexedEdge(middle, indexed, true, 5)).toBe(DAY_MS * 4 - 1);
    expect(indexedEdge(middle, indexed, false, 0)).toBe(DAY_MS);
    expect(indexedEdge(DAY_MS * 3.5, indexed, false, 0)).toBe(DAY_MS * 2.5);
    expect(indexedEdge(middle, indexed, false, 5)).toBe(DAY_MS);
    expect(indexedEdge(DAY_MS * 4 - 1, indexed, false, 0)).toBe(DAY_MS * 3 - 1);
    expect(indexedEdge(DAY_MS * 4, indexed, true, 0)).toBe(null);
    expect(indexedEdge(DAY_MS - 1, indexed, false, 0)).toBe(null);
    expect(indexedEdge(DAY_MS, indexed, true, 0)).toBe(DAY_MS * 2);
  });

  it('of a day that is not over each indexed part is asked by itself', () => {
    const indexed = [day(1), part(2, 2.25), part(2.25, 2.5)];
    expect(indexedEdge(DAY_MS * 1.5, indexed, true, 5)).toBe(DAY_MS * 2 - 1);
    expect(indexedEdge(DAY_MS * 2, indexed, true, 5)).toBe(DAY_MS * 2.25 - 1);
    expect(indexedEdge(DAY_MS * 2.4, indexed, false, 5)).toBe(DAY_MS * 2.25);
    expect(indexedEdge(DAY_MS * 2.25 - 1, indexed, false, 5)).toBe(DAY_MS * 2);
    expect(indexedEdge(DAY_MS * 2.5, indexed, false, 5)).toBe(null);
  });
});
