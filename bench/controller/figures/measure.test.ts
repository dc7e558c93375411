import { figuresOf, measureInTurns, type Batch } from './measure';

const LIMITS = { samples: 100, clients: 2, budgetMs: 3_000 };

/** Something that always takes as long, and notes how often it was asked for at a time. */
function taking(ms: number | null, log: string[] = [], name = ''): { batch: Batch; counts: number[] } {
  const counts: number[] = [];
  const batch: Batch = (count) => {
    counts.push(count);
    log.push(name);
    return Promise.resolve(ms === null ? null : Array.from({ length: count }, () => ms));
  };
  return { batch, counts };
}

describe('measuring two sides', () => {
  it('goes in turns after a warm-up, so that both meet what else the machine does', async () => {
    const log: string[] = [];
    const [one, other] = [taking(5, log, 'a'), taking(7, log, 'b')];
    const columns = await measureInTurns([one.batch, other.batch], LIMITS);
    expect(log.join('')).toBe('aabbababababab');
    expect(one.counts).toEqual([2, 2, 20, 20, 20, 20, 20]);
    expect(columns).toEqual([
      { p50: 5, p95: 5, p99: 5, max: 5, samples: 100 },
      { p50: 7, p95: 7, p99: 7, max: 7, samples: 100 },
    ]);
  });

  it.each([
    [29, 100],
    [60, 100],
    [100, 60],
    [1_000, 6],
    [2_999, 4],
    [3_000, 2],
    [9_000, 2],
  ])(
    'of what takes %i ms takes %i samples within three seconds a client, few where one is as long',
    async (ms, samples) => {
      const { batch, counts } = taking(ms);
      const [column] = await measureInTurns([batch], LIMITS);
      expect(column).toEqual({ p50: ms, p95: ms, p99: ms, max: ms, samples });
      expect(counts.every((count) => count % LIMITS.clients === 0)).toBe(true);
    }
  );

  it('gives up what takes longer than a read may, and goes on with the other', async () => {
    const slow = taking(null);
    const columns = await measureInTurns([slow.batch, taking(5).batch], LIMITS);
    expect(columns).toMatchObject([null, { samples: 100 }]);
    expect(slow.counts).toEqual([2]);
  });

  it('gives up what took too long only once, in the midst', async () => {
    let asked = 0;
    const batch: Batch = (count) => Promise.resolve(++asked === 4 ? null : Array.from({ length: count }, () => 5));
    expect(await measureInTurns([batch], LIMITS)).toEqual([null]);
    expect(asked).toBe(4);
  });
});

it('a percentile is the shortest time that so many percent do not exceed', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(figuresOf(hundred)).toEqual({ p50: 50, p95: 95, p99: 99, max: 100, samples: 100 });
  expect(figuresOf([3, 1, 2])).toEqual({ p50: 2, p95: 3, p99: 3, max: 3, samples: 3 });
});
