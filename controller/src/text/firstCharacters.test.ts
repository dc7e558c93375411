import { firstCharacters } from './firstCharacters';

describe('firstCharacters', () => {
  it.each([
    ['abc', 3, 'abc'],
    ['abc', 2, 'ab'],
    ['a😀', 3, 'a😀'],
    ['a😀', 2, 'a'],
    ['a😀b', 3, 'a😀'],
    ['a\ud83d', 2, 'a\ud83d'],
    ['abc', 0, ''],
  ])('of %j, %i: %j', (text, count, expected) => {
    expect(firstCharacters(text, count)).toBe(expected);
  });
});
