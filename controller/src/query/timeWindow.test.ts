import { commonWindow, timeWindow } from './timeWindow';

it.each([
  [[], {}],
  [[{}], {}],
  [[{ from: 5 }, { from: 7 }, {}], { from: 7 }],
  [[{ to: 5 }, { to: 7 }], { to: 5 }],
  [
    [
      { from: 1, to: 9 },
      { from: 3, to: 20 },
    ],
    { from: 3, to: 9 },
  ],
  [[{ from: 0 }, { to: 0 }], { from: 0, to: 1 }],
  // Nothing in common: one moment, in which nothing else can be.
  [[{ from: 8 }, { to: 3 }], { from: 8, to: 9 }],
])('what %j have in common is %j', (windows, expected) => {
  expect(commonWindow(windows)).toEqual(expected);
});

it('a window has only the bounds that it has', () => {
  expect(timeWindow(undefined, undefined)).toEqual({});
  expect(Object.keys(timeWindow(1, undefined))).toEqual(['from']);
  expect(Object.keys(timeWindow(undefined, 1))).toEqual(['to']);
});
