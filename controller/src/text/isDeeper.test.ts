import { isDeeper } from './isDeeper';

describe('the depth of a JSON value', () => {
  it.each([
    ['[]', 1],
    ['{"a":[{"b":[1]},[2]]}', 4],
    ['[[],[],[[]],{}]', 3],
    ['[[[1]],"[[[[",null,1]', 3],
  ])('of %s is %i', (json, depth) => {
    expect(isDeeper(JSON.parse(json), depth)).toBe(false);
    expect(isDeeper(JSON.parse(json), depth - 1)).toBe(true);
  });

  it.each(['1', 'null', '"[["'])('of %s is none', (json) => {
    expect(isDeeper(JSON.parse(json), 0)).toBe(false);
  });

  it('is found where no stack would reach', () => {
    expect(isDeeper(JSON.parse(`${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`), 500)).toBe(true);
    expect(isDeeper(JSON.parse(`${'{"a":'.repeat(1_000_000)}1${'}'.repeat(1_000_000)}`), 500)).toBe(true);
  });
});
