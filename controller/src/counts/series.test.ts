import { toSeries } from './series';

const kind = { maxPlaces: 6, make: (labels: Record<string, string>) => labels, put: () => undefined };
const rows = (count: number) => Array.from({ length: count }, (_, index) => ({ group0: `node${index}`, bucket: 0 }));
const shape = { groupBy: ['nodeName' as const], times: [0, 1000, 2000], bucketMs: 1000 };

describe('series', () => {
  it('are refused when all their places would be too many for one answer', () => {
    expect(toSeries(rows(2), shape, kind)).toHaveLength(2);
    expect(() => toSeries(rows(3), shape, kind)).toThrow(
      'Expected at most 6 places, one per series and bucket, got more.'
    );
  });

  it('without buckets have one place each', () => {
    expect(toSeries(rows(6), { ...shape, times: [], bucketMs: undefined }, kind)).toHaveLength(6);
  });
});
