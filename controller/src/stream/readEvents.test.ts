import type { Change } from '../journal/changes';
import { inParts } from './readEvents';

describe('changes that are read at once', () => {
  const jobs = (id: number, count: number): Change => ({
    id,
    gid: 1,
    jobs: Array.from({ length: count }, (_, index) => ({ guid: `${index}`, time_create: 1 })),
    lines: [],
  });
  const lines = (id: number, count: number, size: number): Change => ({
    id,
    gid: 1,
    jobs: [],
    lines: [{ guid: 'a', from_time: 1, to_time: 1, from_seq: 1, to_seq: count, count, size }],
  });
  const ids = (parts: Change[][]) => parts.map((part) => part.map(({ id }) => id));

  it('are as many as fit, in order', () => {
    expect(ids(inParts([jobs(1, 600), jobs(2, 400), jobs(3, 1), lines(4, 1999, 10), lines(5, 2, 10)]))).toEqual([
      [1, 2],
      [3, 4],
      [5],
    ]);
  });

  it('are few when their messages are long', () => {
    expect(ids(inParts([lines(1, 10, 3_000_000), lines(2, 10, 3_000_000), lines(3, 1, 1)]))).toEqual([[1], [2, 3]]);
  });

  it('are at least one change, however large', () => {
    expect(ids(inParts([lines(1, 100_000, 16_000_000), lines(2, 1, 1)]))).toEqual([[1], [2]]);
    expect(inParts([])).toEqual([]);
  });
});
