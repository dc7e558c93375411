import { noticeOf } from '../journal/workNotices';
import { WorkWaiters } from './workWaiters';

describe('waiting for work', () => {
  const never = new AbortController().signal;
  /** Enters, and tells whether the wait was over before a timer of an hour. */
  const enter = (waiters: WorkWaiters, nid: number, roles: string[], free: Record<string, number> = { default: 1 }) => {
    const place = waiters.enter({ nid, roles, free });
    let isAwake = false;
    const wait = new AbortController();
    const done = place.wait(3_600_000, [never, wait.signal]).then(() => {
      isAwake = !wait.signal.aborted;
    });
    return {
      isAwake: async () => {
        wait.abort();
        await done;
        place.leave();
        return isAwake;
      },
    };
  };
  const flush = () => new Promise((resolve) => setImmediate(resolve));

  it('wakes the node a job is for', async () => {
    const waiters = new WorkWaiters();
    const [one, two] = [enter(waiters, 1, []), enter(waiters, 2, [])];
    waiters.wake(noticeOf(1, [{ nid: 2, wantedRole: null, queue: 'default' }]));
    await flush();
    expect([await one.isAwake(), await two.isAwake()]).toEqual([false, true]);
    expect(waiters.size).toBe(0);
  });

  it('wakes as many nodes with a role and a free worker as there are jobs', async () => {
    const waiters = new WorkWaiters();
    const polls = [
      enter(waiters, 1, ['a'], { io: 5 }),
      enter(waiters, 2, ['b']),
      enter(waiters, 3, ['a']),
      enter(waiters, 4, ['a']),
      enter(waiters, 5, ['a']),
    ];
    const job = { nid: null, wantedRole: 'a', queue: 'default' };
    waiters.wake(noticeOf(1, [job, job]));
    await flush();
    expect(await Promise.all(polls.map((poll) => poll.isAwake()))).toEqual([false, false, true, true, false]);
  });

  it('wakes everybody when there are too many addressees to name', async () => {
    const notice = noticeOf(
      1,
      Array.from({ length: 1000 }, (_, nid) => ({ nid, wantedRole: null, queue: 'default' }))
    );
    expect(notice).toEqual({ gid: 1, all: true, nids: [], roles: [] });
    const waiters = new WorkWaiters();
    const poll = enter(waiters, 5000, []);
    waiters.wake(notice);
    await flush();
    expect(await poll.isAwake()).toBe(true);
  });

  it('does not miss work announced between looking and waiting', async () => {
    const waiters = new WorkWaiters();
    const place = waiters.enter({ nid: 1, roles: [], free: {} });
    waiters.wakeAll();
    await place.wait(3_600_000, [never]);
    place.leave();
  });

  it('ends the wait when the agent is gone', async () => {
    const waiters = new WorkWaiters();
    const gone = new AbortController();
    const place = waiters.enter({ nid: 1, roles: [], free: {} });
    const wait = place.wait(3_600_000, [gone.signal]);
    gone.abort();
    await wait;
    place.leave();
    expect(waiters.size).toBe(0);
  });
});
