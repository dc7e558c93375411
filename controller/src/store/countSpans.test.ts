import { seededRandom } from '../testing/seed';
import { COUNT_WIDTHS, countSpans } from './countSpans';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('countSpans', () => {
  it('a range is days in the middle, then hours, minutes, and the jobs of the ragged edges', () => {
    expect(countSpans(DAY - HOUR - MINUTE - 1, 2 * DAY + 1)).toEqual([
      { width: null, from: DAY - HOUR - MINUTE - 1, to: DAY - HOUR - MINUTE },
      { width: MINUTE, from: DAY - HOUR - MINUTE, to: DAY - HOUR },
      { width: HOUR, from: DAY - HOUR, to: DAY },
      { width: DAY, from: DAY, to: 2 * DAY },
      { width: null, from: 2 * DAY, to: 2 * DAY + 1 },
    ]);
  });

  it('an open range is days without end', () => {
    expect(countSpans(undefined, undefined)).toEqual([{ width: DAY, from: undefined, to: undefined }]);
    expect(countSpans(undefined, DAY + 5)).toEqual([
      { width: DAY, from: undefined, to: DAY },
      { width: null, from: DAY, to: DAY + 5 },
    ]);
  });

  it('only counts that fit into a bucket without a rest are used', () => {
    expect(countSpans(0, DAY, 90 * MINUTE)).toEqual([{ width: MINUTE, from: 0, to: DAY }]);
    expect(countSpans(0, DAY, 6 * HOUR)).toEqual([{ width: HOUR, from: 0, to: DAY }]);
    expect(countSpans(0, DAY, 30_000)).toEqual([{ width: null, from: 0, to: DAY }]);
  });

  it('spans join without gap or overlap, are aligned to their width, and leave less than a minute at each end to the jobs', () => {
    const random = seededRandom(11);
    for (let round = 0; round < 2_000; round++) {
      const from = Math.floor(random() * 3 * DAY);
      const to = from + 1 + Math.floor(random() ** 6 * 400 * DAY);
      const spans = countSpans(from, to);
      expect([spans[0]?.from, spans.at(-1)?.to]).toEqual([from, to]);
      spans.slice(1).forEach((span, index) => expect(span.from).toBe(spans[index]?.to));
      for (const { width, from: start = NaN, to: end = NaN } of spans) {
        expect(start).toBeLessThan(end);
        expect(width === null ? end - start < 2 * MINUTE : start % width === 0 && end % width === 0).toBe(true);
      }
      expect(spans.length).toBeLessThanOrEqual(2 * COUNT_WIDTHS.length + 1);
    }
  });
});
