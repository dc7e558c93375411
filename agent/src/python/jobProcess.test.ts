import { JobProcess } from './jobProcess';
import { EXIT } from '../testing/exitFrame';

const LEFT = [{ pid: 7, state: 'D' }];
const aTurn = (): Promise<void> => new Promise((done) => setImmediate(done));
const message = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

/** A job that a supervisor has. */
function started() {
  const listener = { onStarted: jest.fn(), onOutput: jest.fn() };
  const holder = { go: jest.fn(), stop: jest.fn(), pause: jest.fn(), resume: jest.fn(), kill: jest.fn() };
  const job = new JobProcess(listener);
  job.given(holder);
  const [ended, freed] = [jest.fn(), jest.fn()];
  void job.outcome.then(ended);
  void job.freed.then(freed);
  return { job, listener, holder, ended, freed };
}

describe('the processes of a job', () => {
  it('have ended when the supervisor says so', async () => {
    const { job, ended, freed } = started();
    await aTurn();
    expect(ended).not.toHaveBeenCalled();
    job.takeExit(EXIT);
    expect(await job.outcome).toEqual({ exit: EXIT });
    expect(freed).toHaveBeenCalledTimes(1);
  });

  it('pass on their start, their output, and their result', async () => {
    const { job, listener } = started();
    job.takeStart({ pid: 7, at: 1.5 });
    job.takeOutput('stdout', Buffer.from('x'));
    expect([listener.onStarted.mock.calls, listener.onOutput.mock.calls]).toEqual([
      [[7, 1.5]],
      [['stdout', Buffer.from('x')]],
    ]);
    job.takeMessage(message({ k: 'result', value: [1], json: '[1]', truncatedFrom: 9 }));
    job.takeExit(EXIT);
    expect(await job.outcome).toEqual({ result: { value: [1], json: '[1]', truncatedFrom: 9 }, exit: EXIT });
  });

  it('say in words what is no end', async () => {
    const { job } = started();
    job.takeMessage(Buffer.from('{"k":"res'));
    job.takeExit(EXIT);
    expect(await job.outcome).toEqual({
      fault: 'expected a result or an error as JSON, got 9 other bytes',
      exit: EXIT,
    });
  });

  it('have no result once they are being stopped, which the supervisor is told once', async () => {
    const { job, holder } = started();
    job.stop({ graceMs: 5, dump: true });
    job.stop({ graceMs: 0, dump: false });
    expect(holder.stop.mock.calls).toEqual([[{ graceMs: 5, dump: true }]]);
    job.takeMessage(message({ k: 'result', value: 1 }));
    job.takeExit(EXIT);
    expect(await job.outcome).toEqual({ exit: EXIT });
  });

  it('are stopped as soon as somebody has them', () => {
    const { holder } = started();
    const job = new JobProcess({ onStarted: jest.fn(), onOutput: jest.fn() });
    expect(job.isUntouched).toBe(true);
    job.stop({ graceMs: 0, dump: false });
    expect(job.isUntouched).toBe(false);
    job.given(holder);
    expect(holder.stop).toHaveBeenCalledTimes(1);
    job.takeExit(EXIT);
  });

  it('wait while their output is not taken, also with their next supervisor, until they are stopped', () => {
    const { job, holder } = started();
    job.pause();
    expect(holder.pause).toHaveBeenCalledTimes(1);
    job.takenBack();
    job.given(holder);
    expect(holder.pause).toHaveBeenCalledTimes(2);
    job.stop({ graceMs: 0, dump: false });
    expect(holder.resume).toHaveBeenCalledTimes(1);
    job.pause();
    expect(holder.pause).toHaveBeenCalledTimes(2);
    job.takeExit(EXIT);
  });

  it('are untouched until they may run', () => {
    const { job, holder } = started();
    expect(job.isUntouched).toBe(true);
    job.go();
    expect([job.isUntouched, holder.go.mock.calls.length]).toEqual([false, 1]);
    job.takeExit(EXIT);
  });

  it.each([
    ['before', true],
    ['after', false],
  ])('say how their zygote ended when that is known %s they are orphaned', async (_when, isFirst) => {
    const { job } = started();
    const exit = { ...EXIT, orphaned: true };
    const reason = 'killed by SIGKILL';
    if (isFirst) {
      job.zygoteEnded(reason);
    }
    job.takeExit(exit);
    if (!isFirst) {
      job.zygoteEnded(reason);
    }
    expect(await job.outcome).toEqual({ exit, lost: reason });
  });

  it('end without a reason when none becomes known', async () => {
    const { job, ended } = started();
    const exit = { ...EXIT, orphaned: true };
    job.takeExit(exit);
    await aTurn();
    expect(ended).not.toHaveBeenCalled();
    expect(await job.outcome).toEqual({ exit });
  });

  it('that ended by themselves have nothing to do with a zygote that ends then', async () => {
    const { job } = started();
    job.takeExit(EXIT);
    job.zygoteEnded('killed by SIGKILL');
    expect(await job.outcome).toEqual({ exit: EXIT });
  });

  it('that are given up are killed with their supervisor, and end when that was seen, with the first reason', async () => {
    const { job, holder, ended } = started();
    job.lose('stuck');
    job.lose('stuck again');
    expect(holder.kill).toHaveBeenCalled();
    job.loseSupervisor();
    await aTurn();
    expect(ended).not.toHaveBeenCalled();
    job.swept([]);
    expect(await job.outcome).toEqual({ lost: 'stuck', unkillable: [] });
  });

  it('that nobody has end at once when they are given up', async () => {
    const { job, freed } = started();
    job.takenBack();
    job.lose('no process');
    expect(await job.outcome).toEqual({ lost: 'no process' });
    expect(freed).toHaveBeenCalledTimes(1);
  });

  it('say so when nobody can say what became of them', async () => {
    const { job } = started();
    job.loseSupervisor();
    job.finishUnseen();
    expect((await job.outcome).lost).toMatch(
      /^its supervisor process ended .*; whether its processes ended could not be found out$/
    );
  });

  it('that are over wait for nobody who goes later', () => {
    jest.useFakeTimers();
    const { job } = started();
    job.takeExit({ ...EXIT, unkillable: LEFT });
    job.loseSupervisor();
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  it.each([
    [
      'by its supervisor',
      (job: JobProcess) => job.takeExit({ ...EXIT, unkillable: LEFT }),
      (job: JobProcess) => job.free(),
    ],
    ['by the zygote', (job: JobProcess) => job.swept(LEFT), (job: JobProcess) => job.swept([])],
  ])('that could not be killed are named %s, and are free only when they have ended', async (_who, end, free) => {
    const { job, freed } = started();
    end(job);
    const { exit, unkillable = exit?.unkillable } = await job.outcome;
    expect(unkillable).toEqual(LEFT);
    expect(freed).not.toHaveBeenCalled();
    free(job);
    await job.freed;
  });
});
