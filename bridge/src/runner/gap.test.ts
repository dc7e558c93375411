import { withGap } from './gap';

const KEPT = { ms: 1000, words: 'It keeps results for a second' };
const EARLIER = { from: 1, to: 2, why: 'earlier' };

describe('what a source forgot while nobody read it', () => {
  it.each([
    ['nothing, when it was never read', null],
    ['nothing, when it was read as long ago as it keeps things', 9000],
  ])('is %s', (_title, lastPass) => {
    expect(withGap([EARLIER], lastPass, 10_000, KEPT)).toEqual([EARLIER]);
  });

  it('is what ended since it was read last, up to what it still has', () => {
    expect(withGap([EARLIER], 5000, 10_000, KEPT)).toEqual([
      EARLIER,
      { from: 5000, to: 9000, why: 'It keeps results for a second, and was not read for longer' },
    ]);
  });

  it('is told with its newest gaps, as many as a status may have', () => {
    const many = Array.from({ length: 200 }, (_, from) => ({ from, to: from + 1, why: 'earlier' }));
    const told = withGap(many, 5000, 10_000, KEPT);
    expect(told).toHaveLength(100);
    expect(told.at(-1)?.from).toBe(5000);
  });
});
