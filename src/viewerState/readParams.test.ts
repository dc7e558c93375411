import { paramReader, wordOf } from './readParams';

const SIZES = { small: 1, large: 2 };

describe('a panel’s part of an address', () => {
  it('is read value by value, and what is not in it is not given', () => {
    const { text, one, faults } = paramReader({ q: ['disk full'], size: ['large'] }, ['q', 'size', 'at']);
    expect(text('q')).toBe('disk full');
    expect(one('size', wordOf(SIZES), 'small or large')).toBe(2);
    expect(text('at')).toBeUndefined();
    expect(one('at', wordOf(SIZES), 'small or large')).toBeUndefined();
    expect(faults).toEqual([]);
  });

  it.each(['huge', '', 'toString'])('tells of the word %j, which there is not', (word) => {
    const { one, faults } = paramReader({ size: [word] }, ['size']);
    expect(one('size', wordOf(SIZES), 'small or large')).toBeUndefined();
    expect(faults).toEqual([`“size=${word}” in this address was left out: expected small or large.`]);
  });

  it('tells of a parameter that there is not', () => {
    expect(paramReader({ colour: ['red'], q: ['x'] }, ['q', 'size']).faults).toEqual([
      '“colour” in this address was left out: expected one of q, size.',
    ]);
  });

  it('takes the first of several, and tells how many there are', () => {
    const { text, one, faults } = paramReader({ q: ['a', 'b', 'c'], size: ['small', 'large'] }, ['q', 'size']);
    expect([text('q'), one('size', wordOf(SIZES), 'small or large')]).toEqual(['a', 1]);
    expect(faults).toEqual([
      '“q” is in this address 3 times: the first is taken.',
      '“size” is in this address 2 times: the first is taken.',
    ]);
  });
});
