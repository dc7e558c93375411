import { storable } from './storable';

describe('storable', () => {
  it.each([
    ['plain é 😀', 'plain é 😀'],
    ['a\0b\0', 'a\ufffdb\ufffd'],
    ['half \ud83d', 'half \ufffd'],
    ['\ude00 half', '\ufffd half'],
  ])('%j → %j', (text, expected) => {
    expect(storable(text)).toBe(expected);
  });
});
