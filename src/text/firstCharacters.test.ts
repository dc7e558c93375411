import { firstCharacters } from './firstCharacters';

describe('firstCharacters', () => {
  it.each([
    ['a shorter text whole', 'abc', 5, 'abc'],
    ['a text of that length whole', 'abc', 3, 'abc'],
    ['the beginning of a longer one', 'abcdef', 3, 'abc'],
    ['no half of a character', 'ab😀', 3, 'ab'],
    ['a character that ends there', 'ab😀', 4, 'ab😀'],
    ['a character after the one that would be cut', '😀😀', 3, '😀'],
    ['half a character that came as one', 'ab\ud83dc', 3, 'ab\ud83d'],
    ['nothing', 'abc', 0, ''],
  ])('gives %s', (_, text, count, expected) => {
    expect(firstCharacters(text, count)).toBe(expected);
  });
});
