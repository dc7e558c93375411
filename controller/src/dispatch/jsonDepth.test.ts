import { isDeeperThan } from './jsonDepth';

describe('the depth of a JSON value', () => {
  it.each([
    ['[]', 1],
    ['{"a":[{"b":[1]},[2]]}', 4],
    ['[[],[],[[]],{}]', 3],
    ['[[[1]],"[[[[",null,1]', 3],
  ])('of %s is %i', (json, depth) => {
    expect(isDeeperThan(depth, JSON.parse(json))).toBe(false);
    expect(isDeeperThan(depth - 1, JSON.parse(json))).toBe(true);
  });

  it.each(['1', 'null', '"[["'])('of %s is none', (json) => {
    expect(isDeeperThan(0, JSON.parse(json))).toBe(false);
  });

  it('is found where no stack would reach', () => {
    expect(isDeeperThan(500, JSON.parse(`${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`))).toBe(true);
    expect(isDeeperThan(500, JSON.parse(`${'{"a":'.repeat(1_000_000)}1${'}'.repeat(1_000_000)}`))).toBe(true);
  });
});
