import { elapsedMs, instant } from './instant';

afterEach(() => jest.restoreAllMocks());

function clocks(monotonic: number, wall: number): void {
  jest.spyOn(performance, 'now').mockReturnValue(monotonic);
  jest.spyOn(Date, 'now').mockReturnValue(wall);
}

describe('what has certainly passed since a moment', () => {
  it.each([
    ['both clocks went on', 130, 1030, 30],
    ['the wall clock was set forward, or the machine slept', 110, 5000, 4000],
    ['the wall clock was set back', 130, 500, 30],
  ])('is the larger of two clocks: %s', (_what, monotonic, wall, passed) => {
    clocks(100, 1000);
    const since = instant();
    clocks(monotonic, wall);
    expect(elapsedMs(since)).toBe(passed);
  });
});
