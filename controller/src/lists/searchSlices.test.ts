import { indexedEdge, isRareSoFar, nextSliceLines, placeBeside } from './searchSlices';

const DAY_MS = 86_400_000;
const day = (number: number) => ({ from: number * DAY_MS, to: (number + 1) * DAY_MS, isPart: false });

describe('slices of a search', () => {
  it('a text is rare when a page of it would take more lines than are worth reading', () => {
    expect(isRareSoFar({ linesRead: 5_000, hits: 0 }, 200)).toBe(false);
    expect(isRareSoFar({ linesRead: 25_000, hits: 0 }, 200)).toBe(true);
    expect(isRareSoFar({ linesRead: 25_000, hits: 5 }, 200)).toBe(true);
    expect(isRareSoFar({ linesRead: 25_000, hits: 50 }, 200)).toBe(false);
  });

  it('grow while they are quick, shrink when one was slow, and stay within bounds', () => {
    expect(nextSliceLines()).toBe(5_000);
    expect(nextSliceLines({ lines: 5_000, ms: 5 })).toBe(20_000);
    expect(nextSliceLines({ lines: 100_000, ms: 300 })).toBe(50_000);
    expect(nextSliceLines({ lines: 2_000, ms: 60_000 })).toBe(1_000);
    expect(nextSliceLines({ lines: 200_000, ms: 1 })).toBe(200_000);
  });

  it('of indexed days are asked for more at once each time, up to the first day without an index', () => {
    const indexed = [day(3), day(1), day(2)];
    const middle = DAY_MS * 1.5;
    expect(indexedEdge(middle, indexed, true, 0)).toBe(DAY_MS * 2.5);
    expect(indexedEdge(middle, indexed, true, 1)).toBe(DAY_MS * 3.5);
    expect(indexedEdge(middle, indexed, true, 5)).toBe(DAY_MS * 4 - 1);
    expect(indexedEdge(middle, indexed, false, 5)).toBe(DAY_MS);
    expect(indexedEdge(DAY_MS * 4 - 1, indexed, false, 0)).toBe(DAY_MS * 3 - 1);
    expect(indexedEdge(DAY_MS * 4, indexed, true, 0)).toBe(null);
    expect(indexedEdge(DAY_MS - 1, indexed, false, 0)).toBe(null);
  });

  it('of a day that is not over each indexed part is asked by itself', () => {
    const part = (from: number, to: number) => ({ from: DAY_MS * from, to: DAY_MS * to, isPart: true });
    const indexed = [day(1), part(2, 2.25), part(2.25, 2.5)];
    expect(indexedEdge(DAY_MS * 1.5, indexed, true, 5)).toBe(DAY_MS * 2 - 1);
    expect(indexedEdge(DAY_MS * 2, indexed, true, 5)).toBe(DAY_MS * 2.25 - 1);
    expect(indexedEdge(DAY_MS * 2.4, indexed, false, 5)).toBe(DAY_MS * 2.25);
    expect(indexedEdge(DAY_MS * 2.25 - 1, indexed, false, 5)).toBe(DAY_MS * 2);
    expect(indexedEdge(DAY_MS * 2.5, indexed, false, 5)).toBe(null);
  });

  it('end beside a moment: the rows to come are those of the next one', () => {
    const columns = [
      { sql: 'time', type: 'bigint', isNullable: false },
      { sql: 'job_guid', type: 'text', isNullable: false },
      { sql: 'seq', type: 'bigint', isNullable: false },
    ] as const;
    const order = { name: 'test', isDescending: false, columns };
    expect(placeBeside(order, 7, true)).toEqual([8, '', Number.MIN_SAFE_INTEGER]);
    expect(placeBeside(order, 7, false)).toEqual([6, '\u{10ffff}', Number.MAX_SAFE_INTEGER]);
  });
});
