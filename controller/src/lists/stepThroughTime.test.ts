import type { Order } from '../query/keyset';
import { nextSize, placeBeside, stepThroughTime, type StepRule, type StepTaken } from './stepThroughTime';

const ORDER: Order = {
  name: 'test',
  isDescending: false,
  columns: [
    { sql: 'time', type: 'bigint', isNullable: false },
    { sql: 'guid', type: 'text', isNullable: false },
    { sql: 'seq', type: 'bigint', isNullable: false },
  ],
};

/** As PostgreSQL says that a statement hit its budget. */
class Cancelled extends Error {
  readonly code = '57014';
}

interface Told {
  step: number;
  key: unknown;
  count: number;
  budgetMs: number | undefined;
}

/** A list with a row at each of these moments, read ten moments a step; a step takes so many milliseconds. */
function walk({
  moments,
  count = 3,
  isAscending = true,
  key = null,
  pageBudgetMs = 1_000,
  takes = () => 1,
  stepBudgetMs = 500,
  end = 100,
  instead = () => null,
  requestMs = Infinity,
}: {
  moments: readonly number[];
  count?: number;
  isAscending?: boolean;
  key?: ReadonlyArray<string | number> | null;
  pageBudgetMs?: number;
  takes?: (step: number) => number;
  stepBudgetMs?: number;
  end?: number;
  instead?: (step: number) => number | null;
  requestMs?: number;
}) {
  let now = 50_000;
  const told: Told[] = [];
  const taken: StepTaken[] = [];
  const rule: StepRule<number> = {
    first: 0,
    budgetMs: (_step, leftMs) => Math.min(stepBudgetMs, leftMs),
    next: (step, one) => {
      taken.push(one);
      return step + 1;
    },
    instead,
  };
  const found = stepThroughTime<number, number>(
    {
      order: ORDER,
      isAscending,
      key,
      count,
      rule,
      read: (step, from, budgetMs) => {
        told.push({ step, key: from.key, count: from.count, budgetMs });
        const ms = takes(step);
        const mostMs = Math.min(budgetMs ?? Infinity, requestMs);
        now += Math.min(ms, mostMs);
        if (ms > mostMs) {
          return Promise.reject(new Cancelled('canceling statement due to statement timeout'));
        }
        const [low, high] = [step * 10, step * 10 + 9];
        const rows = moments.filter((time) => time >= low && time <= high).slice(0, from.count);
        return Promise.resolve({
          rows: rows.map((time) => ({ row: time, key: [time, 'guid', 0] })),
          edge: high >= end ? null : high,
        });
      },
    },
    pageBudgetMs,
    () => now
  );
  return { found, told, taken };
}

describe('a list that is read step by step through time', () => {
  it('ends with the step that has enough, and asks each for what is still wanted', async () => {
    const { found, told } = walk({ moments: [1, 2, 31, 32, 33] });
    expect((await found).rows.map(({ row }) => row)).toEqual([1, 2, 31]);
    expect(await found).toMatchObject({ stoppedAt: null });
    expect(told.map(({ step, count }) => [step, count])).toEqual([
      [0, 3],
      [1, 1],
      [2, 1],
      [3, 1],
    ]);
  });

  it('ends at the end of the list, with as many rows as it has', async () => {
    const { found, told } = walk({ moments: [1, 55] });
    expect(await found).toMatchObject({ rows: [{ row: 1 }, { row: 55 }], stoppedAt: null });
    expect(told).toHaveLength(11);
  });

  it.each([
    [true, [10, '', Number.MIN_SAFE_INTEGER]],
    [false, [8, '\u{10ffff}', Number.MAX_SAFE_INTEGER]],
  ])('goes on beside the last moment that was looked at; ascending: %s', async (isAscending, place) => {
    const { found, told } = walk({ moments: [1, 12], count: 2, isAscending, key: [0, 'guid', 4] });
    await found;
    expect(told.map(({ key }) => key)).toEqual([[0, 'guid', 4], place]);
  });

  it('tells the rule where a step ended, how long it took and what was found so far', async () => {
    const { found, taken } = walk({ moments: [1, 11, 12], takes: (step) => 7 + step });
    await found;
    expect(taken).toEqual([{ edge: 9, ms: 7, found: 1 }]);
  });

  it('out of time says how far it came, and goes on from there', async () => {
    const { found, told } = walk({ moments: [1, 71], takes: () => 300 });
    expect(await found).toEqual({
      rows: [{ row: 1, key: [1, 'guid', 0] }],
      stoppedAt: { key: [30, '', Number.MIN_SAFE_INTEGER], time: 30 },
    });
    // Of the fourth step 100 ms were left, and it needed more.
    expect(told.map(({ budgetMs }) => budgetMs)).toEqual([undefined, 500, 400, 100]);
  });

  it('that comes to its limit of time with a step that was read ends there', async () => {
    const { found, told } = walk({ moments: [], takes: () => 500 });
    expect(await found).toMatchObject({ rows: [], stoppedAt: { time: 20 } });
    expect(told).toHaveLength(2);
  });

  it('takes less and less until a step comes to its end, each in half of the time that is left', async () => {
    const { found, told } = walk({
      moments: [25],
      takes: (step) => (step < 2 ? 1_000 : 10),
      instead: (step) => (step < 2 ? step + 1 : null),
    });
    expect(await found).toMatchObject({ rows: [{ row: 25 }], stoppedAt: null });
    expect(told.slice(0, 4).map(({ step, key, budgetMs }) => [step, key, budgetMs])).toEqual([
      [0, null, 500],
      [1, null, 250],
      [2, null, undefined],
      [3, [30, '', Number.MIN_SAFE_INTEGER], 240],
    ]);
  });

  it.each([
    ['from its start', null],
    ['from a place', [7, 'guid', 4]],
  ])('of which not even the least step is read in the time of the request says so, %s', async (_, key) => {
    const { found } = walk({
      moments: [1, 52],
      key,
      takes: () => 20_000,
      instead: (step) => (step < 3 ? step + 1 : null),
      requestMs: 15_000,
    });
    await expect(found).rejects.toMatchObject({ code: 'QUERY_BUDGET' });
  });

  it('gives the least first step all the time it wants: whoever asks again must get on', async () => {
    const { found, told } = walk({ moments: [1], takes: () => 5_000, pageBudgetMs: 0 });
    expect(await found).toMatchObject({ rows: [{ row: 1 }], stoppedAt: { time: 10 } });
    expect(told).toEqual([{ step: 0, key: null, count: 3, budgetMs: undefined }]);
  });

  it('never asks for less than a millisecond', async () => {
    const { found, told } = walk({ moments: [], takes: (step) => (step === 0 ? 999.5 : 1) });
    await found;
    expect(told[1]?.budgetMs).toBe(1);
  });

  it('does otherwise what takes too long, from the same place', async () => {
    const { found, told } = walk({
      moments: [1, 52],
      count: 2,
      takes: (step) => (step === 1 ? 501 : 10),
      instead: (step) => step + 4,
    });
    expect(await found).toMatchObject({ rows: [{ row: 1 }, { row: 52 }], stoppedAt: null });
    expect(told.map(({ step, key }) => [step, key])).toEqual([
      [0, null],
      [1, [10, '', Number.MIN_SAFE_INTEGER]],
      [5, [10, '', Number.MIN_SAFE_INTEGER]],
    ]);
  });

  it('with nothing else to do about a step that takes too long ends before it', async () => {
    const { found } = walk({ moments: [1, 52], takes: (step) => (step === 1 ? 501 : 10) });
    expect(await found).toMatchObject({ rows: [{ row: 1 }], stoppedAt: { time: 10 } });
  });

  it('that fails otherwise fails', async () => {
    const { found } = walk({
      moments: [],
      takes: () => {
        throw new TypeError('no such thing');
      },
    });
    await expect(found).rejects.toThrow('no such thing');
  });
});

describe('the place beside a moment', () => {
  it('is in front of all rows of the next one', () => {
    expect(placeBeside(ORDER, 7, true)).toEqual([8, '', Number.MIN_SAFE_INTEGER]);
    expect(placeBeside(ORDER, 7, false)).toEqual([6, '\u{10ffff}', Number.MAX_SAFE_INTEGER]);
  });
});

describe('the size of a step', () => {
  const growth = { first: 10, least: 5, most: 40, factor: (ms: number) => ms / 10 };

  it.each([
    [20, 15, 30],
    [20, 100, 40],
    [20, 1, 5],
    [10, 7.77, 8],
  ])('after one of %i in %d ms is %i', (size, ms, expected) => {
    expect(nextSize(size, ms, growth)).toBe(expected);
  });
});
