import { cutBytes } from './cutBytes';

const cut = (text: string, maxBytes: number): string => cutBytes(Buffer.from(text), maxBytes).toString('utf8');

describe('the beginning of a text in bytes', () => {
  it.each([
    ['all of it when it fits', 'abc', 4, 'abc'],
    ['all of it when it just fits', 'abc', 3, 'abc'],
    ['its first bytes', 'abcd', 3, 'abc'],
    ['nothing of it', 'abc', 0, ''],
    ['a character of two bytes whole', 'aéé', 3, 'aé'],
    ['none of a character of two bytes that is cut', 'aéé', 4, 'aé'],
    ['none of a character of three bytes that is cut after one', '€€', 4, '€'],
    ['none of a character of three bytes that is cut after two', '€€', 5, '€'],
    ['a character of three bytes whole', '€€', 6, '€€'],
    ['none of a character of four bytes that is cut after one', '😀😀', 5, '😀'],
    ['none of a character of four bytes that is cut after three', '😀😀', 7, '😀'],
    ['a character of four bytes whole, with something behind it', '😀😀!', 8, '😀😀'],
    ['nothing when its only character is cut', '😀', 3, ''],
  ])('is %s', (_what, text, maxBytes, beginning) => {
    expect(cut(text, maxBytes)).toBe(beginning);
  });

  it('keeps bytes that are no UTF-8 as they are', () => {
    const bytes = Buffer.from([0x80, 0x80, 0x80, 0x80, 0x80, 0x80]);
    expect(cutBytes(bytes, 5)).toEqual(bytes.subarray(0, 5));
  });
});
