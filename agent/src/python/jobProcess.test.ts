import { Socket } from 'node:net';
import { JobProcess } from './jobProcess';
import { type ExitFrame } from './runnerFrame';

const EXIT: ExitFrame = { k: 'exit', code: 0, dump: '', orphaned: false };
const aTurn = (): Promise<void> => new Promise((done) => setImmediate(done));

/** A job whose streams are open; `close` ends them. */
function started() {
  const listener = { onStarted: jest.fn(), onOutput: jest.fn() };
  const supervisor = { stop: jest.fn() };
  const job = new JobProcess(listener);
  const sockets = { stdout: new Socket(), stderr: new Socket() };
  job.given(supervisor);
  job.attach('stdout', sockets.stdout);
  job.attach('stderr', sockets.stderr);
  const ended = jest.fn();
  void job.outcome.then(ended);
  const close = async (): Promise<void> => {
    sockets.stdout.destroy();
    sockets.stderr.destroy();
    await aTurn();
  };
  return { job, listener, supervisor, sockets, ended, close };
}

describe('the processes of a job', () => {
  it('have ended when the supervisor says so and both streams have', async () => {
    const { job, sockets, ended } = started();
    job.take(EXIT);
    sockets.stdout.destroy();
    await aTurn();
    expect(ended).not.toHaveBeenCalled();
    sockets.stderr.destroy();
    expect(await job.outcome).toEqual({ exit: EXIT });
  });

  it('pass on their result, and their error', async () => {
    const { job, close } = started();
    job.take({ k: 'result', value: [1], json: '[1]', truncatedFrom: 9 });
    job.take(EXIT);
    await close();
    expect(await job.outcome).toEqual({ result: { value: [1], json: '[1]', truncatedFrom: 9 }, exit: EXIT });
  });

  it('have no result once they are being stopped, which the supervisor is told once', async () => {
    const { job, supervisor, close } = started();
    job.stop({ graceMs: 5, dump: true });
    job.stop({ graceMs: 0, dump: false });
    expect(supervisor.stop.mock.calls).toEqual([[{ graceMs: 5, dump: true }]]);
    job.take({ k: 'result', value: 1 });
    job.take(EXIT);
    await close();
    expect(await job.outcome).toEqual({ exit: EXIT });
  });

  it('are stopped as soon as somebody has them', () => {
    const supervisor = { stop: jest.fn() };
    const job = new JobProcess({ onStarted: jest.fn(), onOutput: jest.fn() });
    expect(job.isUntouched).toBe(true);
    job.stop({ graceMs: 0, dump: false });
    expect(job.isUntouched).toBe(false);
    job.given(supervisor);
    expect(supervisor.stop).toHaveBeenCalledTimes(1);
    job.lose('the test is over');
  });

  it('are untouched until they may run', () => {
    const { job, close } = started();
    expect(job.isUntouched).toBe(true);
    job.go();
    expect(job.isUntouched).toBe(false);
    job.take(EXIT);
    return close();
  });

  it.each([
    ['before', true],
    ['after', false],
  ])('say how their zygote ended when that is known %s they are orphaned', async (_when, isFirst) => {
    const { job, close } = started();
    const exit = { ...EXIT, orphaned: true };
    const reason = 'killed by SIGKILL';
    if (isFirst) {
      job.zygoteEnded(reason);
    }
    job.take(exit);
    await close();
    if (!isFirst) {
      job.zygoteEnded(reason);
    }
    expect(await job.outcome).toEqual({ exit, lost: reason });
  });

  it('end without a reason when none becomes known', async () => {
    const { job, ended, close } = started();
    const exit = { ...EXIT, orphaned: true };
    job.take(exit);
    await close();
    expect(ended).not.toHaveBeenCalled();
    expect(await job.outcome).toEqual({ exit });
  });

  it('that ended by themselves have nothing to do with a zygote that ends then', async () => {
    const { job, close } = started();
    job.take(EXIT);
    job.zygoteEnded('killed by SIGKILL');
    await close();
    expect(await job.outcome).toEqual({ exit: EXIT });
  });

  it('that are given up end at once, with the first reason', async () => {
    const { job, sockets } = started();
    job.lose('stuck');
    job.lose('stuck again');
    expect(await job.outcome).toEqual({ lost: 'stuck' });
    expect([sockets.stdout.destroyed, sockets.stderr.destroyed]).toEqual([true, true]);
  });
});
