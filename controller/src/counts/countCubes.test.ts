import { COUNT_CUBES, cubeFor } from './countCubes';

it('has widths that fit into each other, so that counts add up', () => {
  for (const { levels } of COUNT_CUBES) {
    const widths = levels.map(({ width }) => width);
    expect([...widths].sort((one, other) => other - one)).toEqual(widths);
    widths.slice(1).forEach((width, index) => expect((widths[index] ?? NaN) % width).toBe(0));
  }
});

it('never gives a number to two levels', () => {
  const numbers = COUNT_CUBES.flatMap(({ levels }) => levels.map(({ level }) => level));
  expect(numbers).toEqual([14, 13, 10, 11, 12, 24, 23, 20, 21, 22, 34, 33, 30, 31, 32, 44, 43, 40, 41]);
});

it.each([
  [[], 1],
  [['state', 'queue', 'gid', 'source'], 1],
  [['state', 'cmd'], 2],
  [['category', 'organization'], 2],
  [['nid'], 3],
  [['queue', 'nodeName'], 3],
  [['cmd', 'nid'], 4],
] as const)('takes the smallest cube for %j', (fields, cube) => {
  expect(cubeFor(fields).cube).toBe(cube);
});
