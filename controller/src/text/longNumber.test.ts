import { hasLongNumber } from './longNumber';

describe('hasLongNumber', () => {
  it.each([
    ['123456789012345', false],
    ['1234567890123456', true],
    ['0.12345678901234', false],
    ['1e99', false],
    ['1e100', true],
    ['1.5E+308', true],
    ['1e-100', true],
    ['1,"e100"', false],
    ['"1234567890123456"', true],
    ['{"a":[1,2.5,true]}', false],
  ])('%s: %s', (json, expected) => {
    expect(hasLongNumber(json)).toBe(expected);
  });
});
