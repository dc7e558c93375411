import { LIMITS, type GroupField } from '@openvcloud/contract';
import { bucketTimes, groupColumns, toSeries, type SeriesRow } from './series';

interface Counted {
  labels: Record<string, string>;
  counts: number[];
}
type Row = SeriesRow & { count: number };

const kind = (maxPlaces = 1000) => ({
  maxPlaces,
  make: (labels: Record<string, string>, places: number): Counted => ({ labels, counts: Array(places).fill(0) }),
  put: (series: Counted, place: number, row: Row): void => {
    series.counts[place] = (series.counts[place] ?? 0) + row.count;
  },
});
const byNode = { groupBy: ['nodeName'] as GroupField[], times: [2000, 3000, 4000], bucketMs: 1000 };
const nodes = (count: number): Row[] =>
  Array.from({ length: count }, (_, index) => ({ group0: `node${index}`, bucket: 2, count: 1 }));

describe('series', () => {
  it('have one place per bucket, and what falls into none is zero', () => {
    const rows: Row[] = [
      { group0: 'a', bucket: 4, count: 5 },
      { group0: 'a', bucket: 2, count: 3 },
    ];
    expect(toSeries(rows, byNode, kind())).toEqual([{ labels: { nodeName: 'a' }, counts: [3, 0, 5] }]);
  });

  it('without buckets have one place each', () => {
    const numbers = { ...byNode, times: [], bucketMs: undefined };
    expect(toSeries(nodes(2), numbers, kind())).toEqual([
      { labels: { nodeName: 'node0' }, counts: [1] },
      { labels: { nodeName: 'node1' }, counts: [1] },
    ]);
  });

  it('are one per combination of values, in the order of these, whatever that of the rows', () => {
    const groupBy: GroupField[] = ['state', 'queue'];
    const row = (state: string, queue: string): Row => ({ group0: state, group1: queue, bucket: 2, count: 1 });
    const rows = [row('OK', 'io'), row('ERROR', 'io'), row('OK', 'default'), row('OK', 'io'), row('ERROR', 'default')];
    const found = toSeries(rows, { ...byNode, groupBy }, kind());
    expect(found.map(({ labels, counts }) => [labels.state, labels.queue, counts[0]])).toEqual([
      ['ERROR', 'default', 1],
      ['ERROR', 'io', 1],
      ['OK', 'default', 1],
      ['OK', 'io', 2],
    ]);
  });

  it('without groups are one, also when nothing matched: zero is an answer', () => {
    expect(toSeries([], { ...byNode, groupBy: [] }, kind())).toEqual([{ labels: {}, counts: [0, 0, 0] }]);
    expect(toSeries([{ bucket: 3, count: 7 }], { ...byNode, groupBy: [] }, kind())).toEqual([
      { labels: {}, counts: [0, 7, 0] },
    ]);
    expect(toSeries([], byNode, kind())).toEqual([]);
  });

  it('are refused when all their places would be too many for one answer', () => {
    expect(toSeries(nodes(2), byNode, kind(6))).toHaveLength(2);
    expect(() => toSeries(nodes(3), byNode, kind(6))).toThrow(
      expect.objectContaining({
        code: 'TOO_MANY_SERIES',
        message: expect.stringContaining('Expected at most 6 places, one per series and bucket, got more.'),
        more: expect.objectContaining({ action: 'Use longer buckets, a shorter time range or fewer groups.' }),
      })
    );
  });

  it('are refused when they are too many, naming what they are grouped by', () => {
    const groupBy: GroupField[] = ['nodeName', 'cmd'];
    const numbers = { groupBy, times: [], bucketMs: undefined };
    const rows = (count: number): Row[] => nodes(count).map((row) => ({ ...row, group1: 'echo' }));
    expect(toSeries(rows(LIMITS.series), numbers, kind(LIMITS.series))).toHaveLength(LIMITS.series);
    expect(() => toSeries(rows(LIMITS.series + 1), numbers, kind(LIMITS.series * 2))).toThrow(
      `TOO_MANY_SERIES: Expected at most ${LIMITS.series} series, got more by grouping on nodeName, cmd.`
    );
  });
});

describe('the starts of buckets', () => {
  it('are multiples of their length, from the one that the range begins in to the one it ends in', () => {
    expect(bucketTimes(2500, 5000, 1000)).toEqual([2000, 3000, 4000]);
    expect(bucketTimes(2000, 5001, 1000)).toEqual([2000, 3000, 4000, 5000]);
    expect(bucketTimes(2000, 2000, 1000)).toEqual([]);
    expect(bucketTimes(5000, 2000, 1000)).toEqual([]);
  });

  it('are none when no bucket was asked for', () => {
    expect(bucketTimes(undefined, undefined, undefined)).toEqual([]);
    expect(bucketTimes(1, 2, undefined)).toEqual([]);
  });

  it('need a range, of which it is said what is missing', () => {
    expect(() => bucketTimes(undefined, 5, 1)).toThrow('Expected from and to beside bucketMs, got no from.');
    expect(() => bucketTimes(5, undefined, 1)).toThrow(
      'BAD_TIME_RANGE: Expected from and to beside bucketMs, got no to.'
    );
  });

  it('are refused when they are too many', () => {
    expect(bucketTimes(0, LIMITS.buckets * 1000, 1000)).toHaveLength(LIMITS.buckets);
    expect(() => bucketTimes(0, LIMITS.buckets * 1000 + 1, 1000)).toThrow(
      `TOO_MANY_BUCKETS: Expected at most ${LIMITS.buckets} buckets, got ${LIMITS.buckets + 1} of 1000 ms between from and to.`
    );
  });
});

it('names the columns of a group by their places; a missing value is empty text', () => {
  expect(groupColumns(['state', 'nodeName'])).toEqual([
    `coalesce(state::text, '') as "group0"`,
    `coalesce(node_name::text, '') as "group1"`,
  ]);
});
