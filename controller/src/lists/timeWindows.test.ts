import { firstWindow, nextWindow, shorterWindow, type Extent, type WindowWalk } from './timeWindows';

const START = 1_780_000_000_000;
const DAY_MS = 86_400_000;
const ROWS = { from: START - 400 * DAY_MS, to: START + 3 * DAY_MS };

/** All windows of a walk whose windows take so long, to the end of time. */
function walked(isAscending: boolean, ms: number, rows: Extent = ROWS): WindowWalk[] {
  const walks: WindowWalk[] = [];
  for (
    let walk: WindowWalk | null = firstWindow(START, isAscending, rows);
    walk !== null;
    walk = nextWindow(walk, ms, rows)
  ) {
    walks.push(walk);
  }
  return walks;
}

describe('windows of time', () => {
  it.each([
    ['down', false],
    ['up', true],
  ])('going %s follow each other without a gap and are all of time together', (_, isAscending) => {
    const windows = walked(isAscending, 1).map(({ window }) => window);
    const inOrder = isAscending ? windows : [...windows].reverse();
    expect(inOrder[0]).not.toHaveProperty('from');
    expect(inOrder.at(-1)).not.toHaveProperty('to');
    inOrder.slice(1).forEach(({ from }, index) => expect(from).toBe(inOrder[index]?.to));
    expect(windows[0]).toEqual(isAscending ? { to: START + 900_000 } : { from: START - 900_000 });
  });

  it('grow while they are quick, so that a year without rows is a few questions', () => {
    expect(walked(false, 1).length).toBeLessThan(10);
    expect(walked(false, 1, { ...ROWS, mayLeap: true }).length).toBeLessThan(6);
    // As slow as can be they come to an end all the same.
    expect(walked(true, 100)).toHaveLength((3 * DAY_MS) / 900_000);
  });

  it('end at a seam, and grow on from there', () => {
    const rows = { ...ROWS, seams: [START - 600_000, START - 2_000_000] };
    const first = firstWindow(START, false, rows);
    expect(first.window).toEqual({ from: START - 600_000 });
    const second = nextWindow(first, 10, rows);
    expect(second).toMatchObject({ window: { from: START - 2_000_000, to: START - 600_000 }, span: 3_600_000 });
    const third = second && nextWindow(second, 10, rows);
    expect(third?.window).toEqual({ from: START - 2_000_000 - 14_400_000, to: START - 2_000_000 });
  });

  it('stay as long as they are when they take a while, and shrink when they take long', () => {
    const first = firstWindow(START, false, ROWS);
    const quick = nextWindow(first, 10, ROWS);
    const steady = quick && nextWindow(quick, 100, ROWS);
    const slow = steady && nextWindow(steady, 1_000, ROWS);
    expect([first.span, quick?.span, steady?.span, slow?.span]).toEqual([900_000, 3_600_000, 3_600_000, 900_000]);
  });

  it('that are not read in time are begun again with a small part, as long as there is a smaller one', () => {
    const open: WindowWalk = { isAscending: false, window: { to: START }, span: 64 * DAY_MS };
    expect(shorterWindow(open)).toEqual({
      isAscending: false,
      window: { to: START, from: START - 4 * DAY_MS },
      span: 4 * DAY_MS,
    });
    const short: WindowWalk = { isAscending: true, window: { from: START, to: START + 8_000 }, span: 8_000 };
    expect(shorterWindow(short)).toBeNull();
  });
});
