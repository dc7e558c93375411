import { lastMoment, windowRule, type Extent, type Window } from './windowRule';

const START = 1_780_000_000_000;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const ROWS: Extent = { from: START - 400 * DAY_MS, to: START + 3 * DAY_MS, seams: [], mayLeap: false };

/** All windows of a walk whose windows take so long, to the end of time. */
async function walked(isAscending: boolean, ms: number, extent: Extent = ROWS): Promise<Window[]> {
  const rule = windowRule(START, isAscending, extent);
  const windows = [rule.first];
  for (;;) {
    const window = windows.at(-1) ?? rule.first;
    const edge = lastMoment(window, {}, isAscending);
    if (edge === null) {
      return windows;
    }
    windows.push(await rule.next(window, { edge, ms, found: 0 }));
  }
}

describe('windows of time', () => {
  it.each([
    ['down', false],
    ['up', true],
  ])('going %s follow each other without a gap and are all of time together', async (_, isAscending) => {
    const windows = await walked(isAscending, 10);
    const inOrder = isAscending ? windows : [...windows].reverse();
    expect(inOrder[0]).not.toHaveProperty('from');
    expect(inOrder.at(-1)).not.toHaveProperty('to');
    inOrder.slice(1).forEach(({ from }, index) => expect(from).toBe(inOrder[index]?.to));
    const first = isAscending ? { to: START + 15 * MINUTE_MS } : { from: START - 15 * MINUTE_MS };
    expect(windows[0]).toEqual({ ...first, span: 15 * MINUTE_MS });
  });

  it.each([
    [4, false, 60],
    [5, false, 60],
    [49, false, 60],
    [50, false, 15],
    [200, false, 15],
    [201, false, 3.75],
    [4, true, 240],
    [5, true, 60],
    [50, true, 15],
    [201, true, 3.75],
  ])('after %i ms, free to leap: %s, the next is %d minutes long', async (ms, mayLeap, minutes) => {
    const rule = windowRule(START, false, { ...ROWS, mayLeap });
    const edge = START - 15 * MINUTE_MS;
    const span = minutes * MINUTE_MS;
    expect(await rule.next(rule.first, { edge, ms, found: 0 })).toEqual({ from: edge - span, to: edge, span });
  });

  it('are whole milliseconds long, a second at least, however slow', async () => {
    const rule = windowRule(START, true, ROWS);
    let window = rule.first;
    for (const expected of [225_000, 56_250, 14_063, 3_516, 1_000, 1_000]) {
      const { to = 0 } = window;
      window = await rule.next(window, { edge: to - 1, ms: 10_000, found: 0 });
      expect(window).toEqual({ from: to, to: to + expected, span: expected });
    }
  });

  it('end at the nearest seam, and grow on from there', async () => {
    for (const side of [-1, 1]) {
      const isAscending = side === 1;
      const at = (ms: number) => START + side * ms;
      const rule = windowRule(START, isAscending, { ...ROWS, seams: [at(2_000_000), at(600_000), at(-50), START] });
      const far = ({ from, to }: Window) => (isAscending ? to : from);
      expect(far(rule.first)).toBe(at(600_000));
      const edge = isAscending ? at(600_000) - 1 : at(600_000);
      const second = await rule.next(rule.first, { edge, ms: 10, found: 0 });
      expect([far(second), second.span]).toEqual([at(2_000_000), 3_600_000]);
      const beyond = isAscending ? at(2_000_000) - 1 : at(2_000_000);
      expect(far(await rule.next(second, { edge: beyond, ms: 10, found: 0 }))).toBe(at(2_000_000 + 14_400_000));
    }
  });

  it('are open where they reach past all rows', () => {
    const span = 15 * MINUTE_MS;
    expect(windowRule(START, true, { ...ROWS, to: START + span }).first).toEqual({ span });
    expect(windowRule(START, true, { ...ROWS, to: START + span + 1 }).first).toEqual({ to: START + span, span });
    expect(windowRule(START, false, { ...ROWS, from: START - span }).first).toEqual({ span });
    expect(windowRule(START, false, { ...ROWS, from: START - span - 1 }).first).toEqual({ from: START - span, span });
  });

  it('that are not read in time are begun again with a sixteenth, as long as that is a second', () => {
    const down = windowRule(START, false, ROWS);
    const up = windowRule(START, true, ROWS);
    const days = { to: START, span: 64 * DAY_MS };
    expect(down.instead(days)).toEqual({ to: START, from: START - 4 * DAY_MS, span: 4 * DAY_MS });
    expect(up.instead({ from: START, span: 16_000 })).toEqual({ from: START, to: START + 1_000, span: 1_000 });
    expect(up.instead({ from: START, span: 56_250 })).toEqual({ from: START, to: START + 3_516, span: 3_516 });
    expect(up.instead({ from: START, to: START + 8_000, span: 8_000 })).toBeNull();
    // The first one is open where the list begins, and stays so.
    const sixteenth = (15 * MINUTE_MS) / 16;
    expect(down.instead(down.first)).toEqual({ from: START - sixteenth, span: sixteenth });
    expect(up.instead(up.first)).toEqual({ to: START + sixteenth, span: sixteenth });
    expect(up.instead({ span: 8_000 })).toBeNull();
  });

  it('may take half a second each, whatever is left of the page', () => {
    expect(windowRule(START, true, ROWS).budgetMs({ span: 1 }, 7)).toBe(500);
  });

  it.each([
    [{ from: 5, to: 9 }, {}, true, 8],
    [{ from: 5, to: 9 }, { to: 10 }, true, 8],
    [{ from: 5, to: 9 }, { to: 9 }, true, null],
    [{ from: 5, to: 9 }, { from: 5, to: 8 }, true, null],
    [{ from: 5 }, {}, true, null],
    [{ from: 5, to: 9 }, {}, false, 5],
    [{ from: 5, to: 9 }, { from: 4 }, false, 5],
    [{ from: 5, to: 9 }, { from: 5 }, false, null],
    [{ from: 5, to: 9 }, { from: 6, to: 9 }, false, null],
    [{ to: 9 }, {}, false, null],
  ])('%j of the range %j, ascending: %s, ends with %s', (window, range, isAscending, expected) => {
    expect(lastMoment(window, range, isAscending)).toBe(expected);
  });
});
