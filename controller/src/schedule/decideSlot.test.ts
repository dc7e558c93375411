import { decideSlot, LATE_MS, type SlotFacts } from './decideSlot';
import type { Passed } from './period';

const NOW = 1_000_000;
const NEXT = NOW + 60_000;
const READY: SlotFacts = { isNodeLive: true, isWanted: true, isOpen: false, now: NOW };
const one = (last: number): Passed => ({ count: 1, last, before: null, next: NEXT });
const three = (last: number): Passed => ({ count: 3, last, before: last - 60_000, next: NEXT });

describe('of the slots that have passed', () => {
  it('the only one runs, and none is missed', () => {
    expect(decideSlot(one(NOW), READY)).toEqual({ isRun: true, nextRun: NEXT, missed: 0, missedAt: null });
  });

  it('the newest of several runs; the others are missed, the last of them by name', () => {
    expect(decideSlot(three(NOW), READY)).toEqual({ isRun: true, nextRun: NEXT, missed: 2, missedAt: NOW - 60_000 });
  });

  it('one that is late to the millisecond runs still, a later one is missed', () => {
    expect(decideSlot(one(NOW - LATE_MS), READY)).toMatchObject({ isRun: true, missed: 0 });
    expect(decideSlot(one(NOW - LATE_MS - 1), READY)).toEqual({
      isRun: false,
      nextRun: NEXT,
      missed: 1,
      missedAt: NOW - LATE_MS - 1,
    });
  });

  it.each([
    ['its node is away', { isNodeLive: false }],
    ['the former job waits or runs', { isOpen: true }],
  ])('none runs and all are missed when %s', (_why, facts) => {
    expect(decideSlot(three(NOW), { ...READY, ...facts })).toEqual({
      isRun: false,
      nextRun: NEXT,
      missed: 3,
      missedAt: NOW,
    });
  });

  it.each([
    ['', {}],
    [', also while its node is away', { isNodeLive: false }],
    [', also while the former job runs', { isOpen: true }],
  ])('none runs and none is missed where nobody wants them%s', (_also, facts) => {
    const nothing = { isRun: false, nextRun: NEXT, missed: 0, missedAt: null };
    expect(decideSlot(three(NOW), { ...READY, ...facts, isWanted: false })).toEqual(nothing);
    expect(decideSlot(three(NOW - LATE_MS - 1), { ...READY, ...facts, isWanted: false })).toEqual(nothing);
  });
});
