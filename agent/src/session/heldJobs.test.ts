import { HeldJobs } from './heldJobs';

let now = 0;
const LEASE_MS = 1000;

beforeEach(() => {
  now = 10_000;
  jest.spyOn(performance, 'now').mockImplementation(() => now);
  jest.spyOn(Date, 'now').mockImplementation(() => now);
});

afterEach(() => jest.restoreAllMocks());

const at = (time: number) => ({ monotonic: time, wall: time });
const aRun = (isUnbegun = false) => ({ stop: jest.fn(), giveBack: jest.fn(() => isUnbegun) });

function holding(...guids: string[]) {
  const held = new HeldJobs();
  const runs = guids.map((guid) => {
    const run = aRun();
    held.hold(guid, 1, at(now), run);
    return run;
  });
  return { held, runs };
}

describe('the jobs an agent holds', () => {
  it('are named with their attempt until the controller has their result', () => {
    const { held } = holding('a', 'b');
    expect(held.named()).toEqual(
      new Map([
        ['a', 1],
        ['b', 1],
      ])
    );
    expect([held.has('a'), held.has('c'), held.isEmpty]).toEqual([true, false, false]);
    held.release('a', 1);
    expect([held.has('a'), held.has('b'), held.isEmpty]).toEqual([false, true, false]);
    held.release('b', 1);
    expect(held.isEmpty).toBe(true);
  });

  it('are not released by the result of another attempt', () => {
    const { held } = holding('a');
    held.release('a', 2);
    held.release('a', undefined);
    expect(held.has('a')).toBe(true);
  });

  it.each([
    ['cancel', (held: HeldJobs) => held.cancel(['a', 'unknown'])],
    ['agentStop', (held: HeldJobs) => held.stopAll('agentStop')],
  ])('are stopped for a %s, and held until their end is reported', (reason, stop) => {
    const { held, runs } = holding('a');
    stop(held);
    expect(runs[0]?.stop.mock.calls).toEqual([[reason]]);
    expect(held.has('a')).toBe(true);
  });

  it('are cancelled one by one', () => {
    const { held, runs } = holding('a', 'b');
    held.cancel(['b']);
    expect(runs.map(({ stop }) => stop.mock.calls.length)).toEqual([0, 1]);
  });

  it('are stopped and let go when the controller does not know them, if it is about this attempt', () => {
    const { held, runs } = holding('a', 'b');
    held.disown(['a', 'b', 'c'], new Map([['a', 1], ['b', 2], ['c', 1]])); // prettier-ignore
    expect(runs[0]?.stop).toHaveBeenCalledWith('disown');
    expect(runs[1]?.stop).not.toHaveBeenCalled();
    expect([held.has('a'), held.has('b')]).toEqual([false, true]);
  });

  it('that have not begun are given back, and remembered until the controller has heard of it', () => {
    const held = new HeldJobs();
    held.hold('unbegun', 1, at(now), aRun(true));
    held.hold('begun', 1, at(now), aRun());
    held.giveBackUnbegun();
    expect([held.has('unbegun'), held.has('begun')]).toEqual([false, true]);
    expect([...held.handedBack]).toEqual(['unbegun']);
  });
});

describe('the lease of a held job', () => {
  it('is proof for nine tenths of its time', () => {
    const { held } = holding('a');
    now += LEASE_MS * 0.9 - 1;
    expect(held.hasLease('a', 1, LEASE_MS)).toBe(true);
    now += 1;
    expect(held.hasLease('a', 1, LEASE_MS)).toBe(false);
  });

  it('is none of another attempt, nor of a job that is not held', () => {
    const { held } = holding('a');
    expect(held.hasLease('a', 2, LEASE_MS)).toBe(false);
    expect(held.hasLease('b', 1, LEASE_MS)).toBe(false);
  });

  it('counts from when the heartbeat that renewed it was sent', async () => {
    const { held } = holding('a');
    const renewed = held.renewed('a', 1);
    held.renew(new Map([['a', 1]]), at(now + 500));
    await renewed;
    now += 500 + LEASE_MS * 0.9 - 1;
    expect(held.hasLease('a', 1, LEASE_MS)).toBe(true);
    now += 1;
    expect(held.hasLease('a', 1, LEASE_MS)).toBe(false);
  });

  it('is not renewed by a heartbeat that named another attempt, or another job', async () => {
    const { held } = holding('a');
    const renewed = jest.fn();
    void held.renewed('a', 1).then(renewed);
    void held.renewed('a', 2).then(renewed);
    held.renew(new Map([['a', 2], ['b', 1]]), at(now + LEASE_MS)); // prettier-ignore
    await Promise.resolve();
    now += LEASE_MS;
    expect(renewed).not.toHaveBeenCalled();
    expect(held.hasLease('a', 1, LEASE_MS)).toBe(false);
  });

  it('is heard of once by each who waits for it', async () => {
    const { held } = holding('a');
    const renewed = jest.fn();
    void held.renewed('a', 1).then(renewed);
    held.renew(new Map([['a', 1]]), at(now));
    held.renew(new Map([['a', 1]]), at(now));
    await Promise.resolve();
    expect(renewed).toHaveBeenCalledTimes(1);
  });
});
