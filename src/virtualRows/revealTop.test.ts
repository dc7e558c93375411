import { revealTop } from './VirtualRows';

describe('revealTop', () => {
  it.each([
    ['stays where it is when the row is seen', { scrollTop: 100, clientHeight: 200 }, 150, 100],
    ['scrolls down to a row below, with some room above it', { scrollTop: 0, clientHeight: 300 }, 1000, 900],
    ['scrolls up to a row above, never past the start', { scrollTop: 500, clientHeight: 300 }, 20, 0],
  ])('%s', (_, box, rowTop, expected) => {
    expect(revealTop(box, rowTop, 20)).toBe(expected);
  });
});
