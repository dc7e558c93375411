import { pino } from 'pino';
import { type Assignment, type WorkRequest, type WorkResponse } from '@openvcloud/contract';
import { pollLoop } from './pollLoop';
import { SignalFlag } from '../timing/signalFlag';
import { Slots } from './slots';
import { until } from '../testing/until';

const WORKERS = 4;

/** A poll loop of one queue; the first request is answered with `jobs` jobs, the others wait until the test ends. */
function startLoop(jobs: number) {
  const slots = new Slots({ default: WORKERS, hypervisor: 0, io: 0, process: 0 });
  const changed = new SignalFlag();
  const asked: Array<WorkRequest['free']> = [];
  const end = new AbortController();
  const work = ({ free }: WorkRequest): Promise<WorkResponse> => {
    asked.push(free);
    return asked.length === 1
      ? Promise.resolve({ jobs: Array.from({ length: jobs }, () => assignment()), cancel: [] })
      : new Promise((done) => end.signal.addEventListener('abort', () => done({ jobs: [], cancel: [] })));
  };
  const loop = pollLoop(
    {
      work,
      sessionId: 'session-of-a-test',
      slots,
      changed,
      mayTakeWork: () => true,
      isHolding: () => false,
      accept: ({ queue }) => slots.take(queue),
      cancel: () => undefined,
      registerAgain: () => Promise.resolve(),
      onFatal: () => undefined,
      log: pino({ level: 'silent' }),
    },
    end.signal
  );
  const release = (): void => {
    slots.release('default');
    changed.raise();
  };
  return { asked, release, stop: () => (end.abort(), changed.raise(), loop) };
}

function assignment(): Assignment {
  return {
    guid: 'g',
    attempt: 1,
    organization: 'testing',
    name: 'script',
    path: 'testing/script.py',
    hash: 'h',
    queue: 'default',
    args: {},
    timeoutSeconds: 1,
    log: true,
    roles: [],
    tags: [],
    timeCreate: 0,
  };
}

const aTurn = (): Promise<void> => new Promise((done) => setImmediate(done));

describe('an agent asks for work', () => {
  let now = 0;

  beforeEach(() => {
    now = 1000;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
  });

  afterEach(() => jest.restoreAllMocks());

  it('for several workers at once when they become free one after the other', async () => {
    const { asked, release, stop } = startLoop(WORKERS);
    await until('all workers have a job', () => asked.length === 1);
    await aTurn();
    release();
    await aTurn();
    release();
    await aTurn();
    expect(asked).toEqual([{ default: WORKERS }]);
    now += 25;
    await until('it asks again', () => asked.length > 1);
    expect(asked[1]).toEqual({ default: 2 });
    await stop();
  });

  it('at once when most of its workers are free', async () => {
    const { asked, stop } = startLoop(1);
    await until('it asks again', () => asked.length > 1); // the clock stands still: nothing was waited for
    expect(asked[1]).toEqual({ default: WORKERS - 1 });
    await stop();
  });
});
