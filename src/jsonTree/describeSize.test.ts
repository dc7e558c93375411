import { ExactNumber } from '../exactJson/exactNumber';
import { describeSize, formatBytes } from './describeSize';

describe('describeSize', () => {
  it.each([
    [[1, 2], 'array, 2 entries, 5 B'],
    [[], 'array, 0 entries, 2 B'],
    [{ a: 1 }, 'object, 1 entry, 7 B'],
    ['x', 'string, 3 B'],
    [true, 'boolean, 4 B'],
    [undefined, 'null, 0 B'],
    [{ n: new ExactNumber('9007199254740993') }, 'object, 1 entry, 22 B'],
    [Array.from({ length: 1200 }, () => 1), 'array, 1,200 entries, 2.4 kB'],
  ])('describes what one is about to open', (item, text) => {
    expect(describeSize(item)).toBe(text);
  });
});

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1 kB'],
    [1500, '1.5 kB'],
    [999_900, '999.9 kB'],
    [1_000_000, '1 MB'],
    [4_194_304, '4.2 MB'],
    [2_000_000_000, '2 GB'],
    [5_000_000_000_000, '5000 GB'],
  ])('writes %d bytes as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});
