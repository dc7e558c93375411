import { setImmediate as nextTurn } from 'node:timers/promises';
import { ApiError } from '../errors/errors';
import { Admission } from './admission';

describe('letting acts in', () => {
  let now: number;
  let admission: Admission;
  /** Those that run, the first to begin first. */
  let running: Array<() => void>;
  beforeEach(() => {
    now = 0;
    running = [];
    admission = new Admission(
      () => undefined,
      () => now
    );
  });
  const ask = (name: string) =>
    admission.act(() => new Promise<string>((resolve) => running.push(() => resolve(name))));
  const finish = async (ms: number) => {
    now += ms;
    running.shift()?.();
    await nextTurn();
  };

  it('does four at a time, the others in the order in which they came', async () => {
    const acts = ['a', 'b', 'c', 'd', 'e', 'f'].map(ask);
    await nextTurn();
    expect(running).toHaveLength(4);
    await finish(10);
    expect(running).toHaveLength(4);
    expect(await acts[0]).toBe('a');
    for (let left = 5; left > 0; left--) {
      await finish(10);
    }
    expect(await Promise.all(acts)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });

  /** Acts, one after the other, that each take so long. */
  const doSome = async (count: number, ms: number) => {
    for (let done = 0; done < count; done++) {
      const one = ask('one');
      await nextTurn();
      await finish(ms);
      await one;
    }
  };
  const finishAll = async (acts: Array<Promise<string>>) => {
    for (let left = acts.length; left > 0; left--) {
      await nextTurn();
      await finish(0);
    }
    return Promise.all(acts);
  };

  it('refuses who would wait for more than five seconds, says how long, and does nothing of it', async () => {
    await doSome(100, 1_000);
    // Four run; of those behind them, twenty-one wait for about five seconds at most.
    const acts = Array.from({ length: 25 }, (_, index) => ask(String(index)));
    await expect(ask('late')).rejects.toMatchObject({
      code: 'OVERLOADED',
      status: 503,
      detail: "Expected a turn within 5 s, got 21 acts that wait, for about 6 s: agents' work comes first.",
      more: { headers: { 'retry-after': '6' } },
    });
    expect(await finishAll(acts)).toHaveLength(25);
    expect(running).toEqual([]);
  });

  it('lets more of them wait the quicker they get done', async () => {
    await doSome(10, 1_000);
    await doSome(60, 10);
    expect(await finishAll(Array.from({ length: 1_000 }, (_, index) => ask(String(index))))).toHaveLength(1_000);
  });

  it('refuses who has waited for as long, when acts take longer than those before', async () => {
    admission = new Admission(
      () => undefined,
      () => now,
      50
    );
    const acts = ['a', 'b', 'c', 'd'].map(ask);
    await expect(ask('e')).rejects.toMatchObject({ code: 'OVERLOADED' });
    expect(await finishAll(acts)).toEqual(['a', 'b', 'c', 'd']);
    expect(running).toEqual([]);
  });

  it('does not blame others when it is the database that does not answer', async () => {
    const away = new ApiError('DATABASE_UNAVAILABLE', 'nothing');
    admission = new Admission(
      () => away,
      () => now,
      50
    );
    const acts = ['a', 'b', 'c', 'd'].map(ask);
    await expect(ask('e')).rejects.toBe(away);
    expect(await finishAll(acts)).toHaveLength(4);
  });

  it('goes on when one fails', async () => {
    await expect(admission.act(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    const one = ask('one');
    await nextTurn();
    await finish(1);
    expect(await one).toBe('one');
  });
});
