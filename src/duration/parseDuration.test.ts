import { parseDuration, writeDuration } from './parseDuration';

describe('parseDuration', () => {
  it.each([
    ['250ms', 250],
    ['1.5s', 1500],
    ['2m', 120_000],
    ['2 min', 120_000],
    ['1h30m', 5_400_000],
    ['1d', 86_400_000],
    ['1.25s', 1250],
    ['5', 5000],
    ['12', 12_000],
    ['1.25', 1250],
    ['0', 0],
  ])('reads %s as %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(['', 'echo', '5x', 'x5', 's', '-5s', '5s..'])('refuses %p', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  it.each([0, 1, 999, 1000, 90_000, 120_000, 3_600_000, 86_400_000, 5001])(
    'reads back what writeDuration(%d) wrote',
    (ms) => {
      expect(parseDuration(writeDuration(ms))).toBe(ms);
    }
  );
});

describe('writeDuration', () => {
  it.each([
    [0, '0s'],
    [1, '1ms'],
    [5000, '5s'],
    [5001, '5001ms'],
    [90_000, '90s'],
    [120_000, '2m'],
    [3_600_000, '1h'],
    [86_400_000, '1d'],
  ])('writes %d ms as %s', (ms, text) => {
    expect(writeDuration(ms)).toBe(text);
  });
});
