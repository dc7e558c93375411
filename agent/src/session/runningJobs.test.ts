import { pino } from 'pino';
import { type Assignment } from '@openvcloud/contract';
import { instant } from '../timing/instant';
import { SignalFlag } from '../timing/signalFlag';
import { HeldJobs } from './heldJobs';
import { RunningJobs } from './runningJobs';
import { Slots } from './slots';

const job = (guid: string): Assignment => ({
  guid,
  attempt: 1,
  organization: 'testing',
  name: 'script',
  path: 'testing/script.py',
  hash: 'h',
  queue: 'io',
  args: {},
  timeoutSeconds: 1,
  log: true,
  roles: [],
  tags: [],
  timeCreate: 0,
});

function running() {
  const held = new HeldJobs();
  const slots = new Slots({ default: 1, hypervisor: 1, io: 2, process: 1 });
  const changed = new SignalFlag();
  const beatWanted = new SignalFlag();
  const raised = { changed: jest.spyOn(changed, 'raise'), beatWanted: jest.spyOn(beatWanted, 'raise') };
  const jobs = new RunningJobs({ held, slots, changed, beatWanted, log: pino({ level: 'silent' }) });
  const accept = (guid: string) => {
    let end: { done: () => void; failed: (error: Error) => void } = { done: () => undefined, failed: () => undefined };
    const run = {
      run: jest.fn(() => new Promise<void>((done, failed) => (end = { done, failed }))),
      freed: () => Promise.resolve(),
      stop: jest.fn(),
      giveBack: jest.fn(() => true),
    };
    jobs.accept(job(guid), instant(), () => run);
    return { run, done: () => end.done(), failed: () => end.failed(new Error('a fault')) };
  };
  return { held, jobs, raised, accept, free: () => slots.freeOf(['io']) };
}

describe('the jobs under way', () => {
  it('have a slot while they run, and are held until their result has arrived', async () => {
    const { held, jobs, raised, accept, free } = running();
    const one = accept('one');
    expect([jobs.count, held.has('one'), free()]).toEqual([1, true, { io: 1 }]);
    expect(raised.changed).not.toHaveBeenCalled();
    one.done();
    await jobs.ended();
    expect([jobs.count, held.has('one'), free()]).toEqual([0, true, { io: 2 }]);
    expect(raised.changed).toHaveBeenCalledTimes(1);
    expect(raised.beatWanted).not.toHaveBeenCalled();
  });

  it('are not run twice when they are handed out twice', () => {
    const { jobs, accept } = running();
    accept('one');
    const again = accept('one');
    expect(again.run.run).not.toHaveBeenCalled();
    expect(jobs.count).toBe(1);
  });

  it('that fail in the agent itself free their slot, and are held no more: their lease ends', async () => {
    const { held, jobs, raised, accept, free } = running();
    accept('one').failed();
    await jobs.ended();
    expect([jobs.count, held.has('one'), free()]).toEqual([0, false, { io: 2 }]);
    expect(raised.changed).toHaveBeenCalledTimes(1);
  });

  it('have all ended before ended() says so', async () => {
    const { jobs, accept } = running();
    const [one, two] = [accept('one'), accept('two')];
    const ended = jest.fn();
    const all = jobs.ended().then(ended);
    one.done();
    await new Promise((done) => setImmediate(done));
    expect(ended).not.toHaveBeenCalled();
    two.done();
    await all;
    expect(jobs.count).toBe(0);
  });

  it('that have not begun go back when the agent stops, also one whose answer comes after that', () => {
    const { held, jobs, raised, accept } = running();
    accept('one');
    jobs.stopBeginning();
    expect([...held.handedBack]).toEqual(['one']);
    expect(raised.beatWanted).toHaveBeenCalledTimes(1);
    accept('two');
    expect([...held.handedBack]).toEqual(['one', 'two']);
    expect(raised.beatWanted).toHaveBeenCalledTimes(2);
  });
});
