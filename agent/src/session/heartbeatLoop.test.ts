import { pino } from 'pino';
import { type HeartbeatRequest, type HeartbeatResponse } from '@openvcloud/contract';
import { SignalFlag } from '../timing/signalFlag';
import { sleep } from '../timing/sleep';
import { until } from '../testing/until';
import { ControllerError } from '../wire/controllerError';
import { heartbeatLoop, type HeartbeatDeps } from './heartbeatLoop';
import { HeldJobs } from './heldJobs';

jest.mock('../timing/sleep', () => ({ sleep: jest.fn(() => Promise.resolve()) }));

const away = new ControllerError('retry', 503, 'HTTP_503', 'away');
const NOTHING: HeartbeatResponse = { cancel: [], unknown: [] };
const OLD = { monotonic: -1e9, wall: 0 };

let end: AbortController;

beforeEach(() => {
  end = new AbortController();
  jest.spyOn(Math, 'random').mockReturnValue(1);
  jest.mocked(sleep).mockClear();
});

afterEach(() => {
  end.abort();
  jest.restoreAllMocks();
});

/** Answers come in this order; beats beyond them wait for the end. */
function beating(answers: Array<HeartbeatResponse | Error>, changes: Partial<HeartbeatDeps> = {}) {
  const asked: HeartbeatRequest[] = [];
  const wanted = new SignalFlag();
  const held = new HeldJobs();
  const deps: HeartbeatDeps = {
    heartbeat: (request) => {
      asked.push(request);
      const answer = answers.shift();
      if (answer === undefined) {
        return new Promise((_, failed) => end.signal.addEventListener('abort', () => failed(new Error('aborted'))));
      }
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    sessionId: 'session',
    heartbeatMs: 10_000,
    wanted,
    held,
    clock: { now: () => 4711, learn: jest.fn() },
    usage: { usedBytes: 12 },
    onFatal: jest.fn(),
    log: pino({ level: 'silent' }),
    ...changes,
  };
  const run = () => heartbeatLoop(deps, end.signal);
  return { asked, wanted, held, deps, run };
}

const aRun = () => ({ stop: jest.fn(), giveBack: () => true });

describe('a heartbeat', () => {
  it('names the jobs that are held, as of a time, and what waits on disk', async () => {
    const { asked, held, run } = beating([]);
    held.hold('a', 2, OLD, aRun());
    void run();
    await until('a beat', () => asked.length === 1);
    expect(asked[0]).toEqual({ sessionId: 'session', running: ['a'], asOf: 4711, spoolBytes: 12 });
  });

  it('says never less than nothing of the disk', async () => {
    const { asked, run } = beating([], { usage: { usedBytes: -5 } });
    void run();
    await until('a beat', () => asked.length === 1);
    expect(asked[0]?.spoolBytes).toBe(0);
  });

  it('names what was given back until the controller has heard of it', async () => {
    const { asked, held, wanted, run } = beating([away, NOTHING]);
    held.hold('a', 1, OLD, aRun());
    held.giveBackUnbegun();
    void run();
    await until('it has arrived', () => asked.length === 2 && held.handedBack.size === 0);
    wanted.raise();
    await until('the next beat', () => asked.length === 3);
    expect(asked.map(({ handedBack }) => handedBack)).toEqual([['a'], ['a'], undefined]);
  });

  it('renews what the controller does not object to, cancels and disowns what it does', async () => {
    const { held, run, asked } = beating([{ cancel: ['b'], unknown: ['c'] }]);
    const runs = { a: aRun(), b: aRun(), c: aRun() };
    Object.entries(runs).forEach(([guid, one]) => held.hold(guid, 1, OLD, one));
    void run();
    await until('it is answered', () => asked.length === 1 && !held.has('c'));
    expect([held.hasLease('a', 1, 60_000), held.hasLease('b', 1, 60_000)]).toEqual([true, true]);
    expect(runs.a.stop).not.toHaveBeenCalled();
    expect(runs.b.stop).toHaveBeenCalledWith('cancel');
    expect(runs.c.stop).toHaveBeenCalledWith('disown');
  });

  it.each([
    [{ ...NOTHING, serverTime: 99 }, 1],
    [NOTHING, 0],
  ])('learns the time from an answer that says it: %j', async (answer, times) => {
    const { deps, run, asked, wanted } = beating([answer]);
    void run();
    await until('it is answered', () => asked.length === 1);
    wanted.raise();
    await until('the next beat', () => asked.length === 2);
    expect(deps.clock.learn).toHaveBeenCalledTimes(times);
  });

  it('is repeated soon when it fails, less and less often, and soon again once one came through', async () => {
    const { asked, run, wanted } = beating([away, away, NOTHING, away]);
    void run();
    await until('it came through', () => asked.length === 3);
    wanted.raise();
    await until('the last one', () => asked.length === 5);
    expect(jest.mocked(sleep).mock.calls.map(([ms]) => ms)).toEqual([500, 1000, 500]);
  });

  it('is repeated within the interval, however short that is', async () => {
    const { asked, run } = beating([away, away, away], { heartbeatMs: 300 });
    void run();
    await until('the last one', () => asked.length === 4);
    expect(jest.mocked(sleep).mock.calls.map(([ms]) => ms)).toEqual([300, 300, 300]);
  });

  it('ends the loop when no request of this agent will be answered', async () => {
    const stop = new ControllerError('stop', 401, 'UNAUTHENTICATED', 'who?');
    const { asked, deps, run } = beating([stop]);
    await run();
    expect(deps.onFatal).toHaveBeenCalledWith(stop);
    expect(asked).toHaveLength(1);
  });

  it('that fails by a fault of the agent fails the loop', async () => {
    const fault = new Error('a fault');
    await expect(beating([fault]).run()).rejects.toBe(fault);
  });

  it('is the last one when the agent stops, answered or not', async () => {
    const { asked, run } = beating([]);
    const loop = run();
    await until('a beat', () => asked.length === 1);
    end.abort();
    await loop;
    const waiting = beating([NOTHING]);
    end = new AbortController();
    const other = waiting.run();
    await until('a beat', () => waiting.asked.length === 1);
    end.abort();
    await other;
    expect(waiting.asked).toHaveLength(1);
  });
});
