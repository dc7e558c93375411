import { levelOf, toLines, toMilliseconds } from './toLines';

it.each([
  ['seconds', 1_443_000_000, 1_443_000_000_000],
  ['milliseconds', 1_457_445_902_340, 1_457_445_902_340],
  ['microseconds', 1_457_445_902_340_123, 1_457_445_902_340],
  ['nanoseconds', 1_457_445_902_340_123_456, 1_457_445_902_340],
  ['no time of a line', 0, undefined],
])('takes an epoch in %s for what it is', (_unit, epoch, time) => {
  expect(toMilliseconds(epoch)).toBe(time);
});

it.each([
  [1, 5, 'stdout'],
  [2, 2, 'stderr'],
  [9, 1, 'critical'],
  [11, 6, 'debug'],
  [20, 5, 'result.json'],
  [101, 9, 'internal'],
  [42, 5, 'other'],
])('gives native level %i the level %i and the word %s', (native, level, category) => {
  expect(levelOf(native)).toEqual([level, category]);
});

it('reads a batch of an agent that names jobs, and of one that does not', () => {
  const named = {
    jobid: '6a1d',
    domain: 'jumpscale',
    name: 'check',
    epoch: 1_457_445_902_340,
    level: 9,
    id: 7,
    data: 'x',
  };
  const { lines, junk } = toLines(
    JSON.stringify([named, { ...named, jobid: undefined, message: 'y', data: undefined }]),
    1,
    5
  );
  expect(junk).toBe(0);
  expect(lines).toMatchObject([
    { jobKey: '6a1d:1:5', gid: 1, nid: 5, order: 7, level: 1, nativeLevel: '9', message: 'x', cmd: 'check' },
    { message: 'y' },
  ]);
  expect(lines[1]).not.toHaveProperty('jobKey');
});

it.each([
  ['', 1],
  ['null', 1],
  ['whatever was posted', 1],
  ['[1, null, {"data": "no time"}]', 3],
  ['[]', 0],
])('counts %j as junk and goes on', (element, junk) => {
  expect(toLines(element, 1, 5)).toEqual({ lines: [], junk });
});
