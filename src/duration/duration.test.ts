import { formatDuration, formatRelative } from './formatDuration';
import { parseDuration, writeDuration } from './parseDuration';

describe('formatDuration', () => {
  it.each([
    [0, '0 ms'],
    [7, '7 ms'],
    [1000, '1 s'],
    [1250, '1.25 s'],
    [59_960, '59.9 s'],
    [60_000, '1 min'],
    [125_000, '2 min 5 s'],
    [3_780_000, '1 h 3 min'],
    [183_600_000, '2 d 3 h'],
    [-1500, '-1.5 s'],
  ])('writes %d ms as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});

describe('formatRelative', () => {
  it.each([
    [1_000_000, 'now'],
    [988_000, '12 s ago'],
    [1_185_000, 'in 3 min'],
    [-6_300_000, '2 h ago'],
  ])('says how far %d is from 1,000,000', (time, text) => {
    expect(formatRelative(time, 1_000_000)).toBe(text);
  });
});

describe('parseDuration', () => {
  it.each([
    ['250ms', 250],
    ['1.5s', 1500],
    ['2m', 120_000],
    ['2 min', 120_000],
    ['1h30m', 5_400_000],
    ['1d', 86_400_000],
    ['5', 5000],
    ['0', 0],
  ])('reads %s as %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(['', 'echo', '5x', 's', '-5s', '5s..'])('refuses %p', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  it.each([0, 1, 999, 1000, 90_000, 120_000, 3_600_000, 86_400_000, 5001])(
    'reads back what writeDuration(%d) wrote',
    (ms) => {
      expect(parseDuration(writeDuration(ms))).toBe(ms);
    }
  );
});
