import { formatDuration, formatRelative } from './formatDuration';

describe('formatDuration', () => {
  it.each([
    [0, '0 ms'],
    [7, '7 ms'],
    [1000, '1 s'],
    [1250, '1.25 s'],
    [59_960, '59.9 s'],
    [60_000, '1 min'],
    [125_000, '2 min 5 s'],
    [3_600_000, '1 h'],
    [3_780_000, '1 h 3 min'],
    [86_400_000, '1 d'],
    [183_600_000, '2 d 3 h'],
    [-1500, '-1.5 s'],
  ])('writes %d ms as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});

describe('formatRelative', () => {
  it.each([
    [1_000_000, 'now'],
    [999_001, 'now'],
    [999_000, '1 s ago'],
    [988_000, '12 s ago'],
    [987_500, '12 s ago'],
    [1_185_000, 'in 3 min'],
    [-6_300_000, '2 h ago'],
  ])('says how far %d is from 1,000,000', (time, text) => {
    expect(formatRelative(time, 1_000_000)).toBe(text);
  });
});
