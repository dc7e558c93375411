import { seededRandom } from '../testing/seed';
import { COUNT_CUBES, cubeFor } from './countCubes';
import { countSpans } from './countSpans';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const { levels } = cubeFor(['state']);
const [month, week, day, hour, minute] = levels;

describe('countSpans', () => {
  it('a range is days in the middle, then hours, minutes, and the jobs of the ragged edges', () => {
    expect(countSpans(levels, DAY - HOUR - MINUTE - 1, 2 * DAY + 1)).toEqual([
      { level: null, from: DAY - HOUR - MINUTE - 1, to: DAY - HOUR - MINUTE },
      { level: minute, from: DAY - HOUR - MINUTE, to: DAY - HOUR },
      { level: hour, from: DAY - HOUR, to: DAY },
      { level: day, from: DAY, to: 2 * DAY },
      { level: null, from: 2 * DAY, to: 2 * DAY + 1 },
    ]);
  });

  it('a long range is months in the middle, then weeks', () => {
    expect(countSpans(levels, 7 * DAY, 57 * DAY)).toEqual([
      { level: week, from: 7 * DAY, to: 28 * DAY },
      { level: month, from: 28 * DAY, to: 56 * DAY },
      { level: day, from: 56 * DAY, to: 57 * DAY },
    ]);
  });

  it('an open range is months without end', () => {
    expect(countSpans(levels, undefined, undefined)).toEqual([{ level: month, from: undefined, to: undefined }]);
    expect(countSpans(levels, undefined, 28 * DAY + 5)).toEqual([
      { level: month, from: undefined, to: 28 * DAY },
      { level: null, from: 28 * DAY, to: 28 * DAY + 5 },
    ]);
  });

  it('only counts that fit into a bucket without a rest are used', () => {
    expect(countSpans(levels, 0, DAY, 90 * MINUTE)).toEqual([{ level: minute, from: 0, to: DAY }]);
    expect(countSpans(levels, 0, DAY, 6 * HOUR)).toEqual([{ level: hour, from: 0, to: DAY }]);
    expect(countSpans(levels, 0, DAY, 30_000)).toEqual([{ level: null, from: 0, to: DAY }]);
    expect(countSpans(cubeFor(['cmd', 'nid']).levels, 0, DAY, 90 * MINUTE)).toEqual([
      { level: null, from: 0, to: DAY },
    ]);
  });

  it.each(COUNT_CUBES)(
    'spans of cube $cube join without gap or overlap, aligned, with edges below its narrowest width',
    ({ levels }) => {
      const narrowest = levels.at(-1)?.width ?? NaN;
      const random = seededRandom(11);
      for (let round = 0; round < 1_000; round++) {
        const from = Math.floor(random() * 3 * DAY);
        const to = from + 1 + Math.floor(random() ** 6 * 400 * DAY);
        const spans = countSpans(levels, from, to);
        expect([spans[0]?.from, spans.at(-1)?.to]).toEqual([from, to]);
        spans.slice(1).forEach((span, index) => expect(span.from).toBe(spans[index]?.to));
        for (const { level, from: start = NaN, to: end = NaN } of spans) {
          expect(start).toBeLessThan(end);
          expect(
            level === null ? end - start < 2 * narrowest : start % level.width === 0 && end % level.width === 0
          ).toBe(true);
        }
        expect(spans.length).toBeLessThanOrEqual(2 * levels.length + 1);
      }
    }
  );
});

describe('the cubes', () => {
  it('each width is a multiple of the next, of whole minutes, and no two levels have one number', () => {
    for (const { levels } of COUNT_CUBES) {
      levels.slice(1).forEach(({ width }, index) => expect((levels[index]?.width ?? NaN) % width).toBe(0));
      expect(levels.every(({ width }) => width % MINUTE === 0)).toBe(true);
    }
    const numbers = COUNT_CUBES.flatMap(({ levels }) => levels.map(({ level }) => level));
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('a question is answered from the smallest cube that can', () => {
    expect(cubeFor([]).cube).toBe(1);
    expect(cubeFor(['state', 'gid', 'source']).cube).toBe(1);
    expect(cubeFor(['cmd', 'queue']).cube).toBe(2);
    expect(cubeFor(['nodeName']).cube).toBe(3);
    expect(cubeFor(['nid', 'category']).cube).toBe(4);
  });
});
