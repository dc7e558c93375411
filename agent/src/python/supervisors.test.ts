import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { type JobProcess, type RunnerJob } from './jobProcess';
import { FrameReader } from './frameReader';
import { Supervisors } from './supervisors';
import { EXIT } from '../testing/exitFrame';
import { until } from '../testing/until';

/** The processes are played by the test, at the other end of a real socket; it decides when they arrive. */
describe('supervisors', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jobs-supervisors-'));
  const path = join(folder, 'jobs.sock');
  let supervisors: Supervisors;
  let server: Server;
  /** Forks that were asked for and did not arrive. */
  let asked: Array<{ fork: number; token: string }>;
  /** Supervisors that the zygote was told to kill. */
  let killed: number[];
  let clock: number;
  let arrived: Supervisor[];
  let jobs: JobProcess[];

  const start = (most: number) => {
    supervisors = new Supervisors(
      (orders) => orders.forEach((order) => ('fork' in order ? asked.push(order) : killed.push(order.kill))),
      most,
      pino({ level: 'silent' }),
      () => clock
    );
  };
  beforeEach(async () => {
    [asked, killed, clock, arrived, jobs] = [[], [], 0, [], []];
    server = createServer((socket) => supervisors.greet(socket));
    server.listen(path);
    await once(server, 'listening');
  });
  afterEach(async () => {
    jobs.forEach((job) => job.lose('the test is over'));
    arrived.forEach(({ socket }) => socket.destroy());
    server.close();
    await once(server, 'close');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** One that was forked connects. */
  const arrive = async () => {
    const order = asked.shift();
    const one = new Supervisor(connect(path), order?.fork ?? 0, order?.token ?? '');
    arrived.push(one);
    await once(one.socket, 'connect');
    return one;
  };
  const run = (guid: string): JobProcess => {
    const job = supervisors.run({ ...ORDER, guid }, { onStarted: () => undefined, onOutput: () => undefined });
    jobs.push(job);
    return job;
  };
  /** Its supervisor says so. */
  const end = async (one: Supervisor, job: JobProcess) => {
    one.say('X', EXIT);
    await job.outcome;
  };

  it('are no more than workers, also when an idle one was quicker than the one that was asked for', async () => {
    start(2);
    const [a, b] = [run('a'), run('b')];
    const first = await arrive();
    await until('it has a', () => first.jobs.includes('a'));
    await end(first, a);
    await until('it takes b, for which another was asked', () => first.jobs.includes('b'));
    const c = run('c');
    expect(asked).toHaveLength(1);
    const second = await arrive();
    await until('that one takes c', () => second.jobs.includes('c'));
    await end(second, c);
    await end(first, b);
    run('d');
    expect([asked.length, arrived.length]).toEqual([0, 2]);
  });

  it('end when there are more than workers: one was needed beside one that was stuck', async () => {
    start(1);
    const stuck = run('stuck');
    const first = await arrive();
    await until('it has the job', () => first.jobs.length === 1);
    first.say('X', { ...EXIT, unkillable: [{ pid: 7, state: 'D' }] });
    expect((await stuck.outcome).exit?.unkillable).toHaveLength(1);
    const next = run('next');
    expect(asked).toHaveLength(1);
    const second = await arrive();
    await until('the other one has the next', () => second.jobs.length === 1);
    await end(second, next);
    const last = run('last');
    await until('the other one stays meanwhile', () => second.jobs.includes('last'));
    first.say('F', {});
    await until('the first is let go', () => first.isClosed);
    await end(second, last);
    run('one more');
    await until('the other one stays', () => second.jobs.includes('one more'));
    expect(asked).toEqual([]);
  });

  it('are asked for again when one does not arrive', async () => {
    start(2);
    run('a');
    clock = 9_000;
    run('b');
    expect(asked).toHaveLength(2);
    clock = 12_000;
    run('c');
    expect(asked).toHaveLength(4);
  });

  it('are asked for again from a new zygote, as many as jobs wait', async () => {
    start(3);
    run('a');
    run('b');
    asked = [];
    supervisors.zygoteEnded('killed');
    supervisors.zygoteStarted();
    expect(asked).toHaveLength(2);
  });

  it('are asked for again by the next job when no process could be made', async () => {
    start(2);
    const job = run('a');
    supervisors.forkFailed('no memory');
    expect((await job.outcome).lost).toContain('no memory');
    asked = [];
    run('b');
    expect(asked).toHaveLength(1);
  });

  it('that break the rules are killed, and their job ends by name when nothing of it is left', async () => {
    start(1);
    const job = run('a');
    const one = await arrive();
    await until('it has the job', () => one.jobs.length === 1);
    job.go();
    one.socket.write(Buffer.from('X\x7f\xff\xff\xff', 'latin1')); // the header of a frame of 2 GB
    await until('it is closed and killed', () => one.isClosed && killed.includes(one.number));
    supervisors.swept(one.number, []);
    expect(await job.outcome).toMatchObject({
      fault: 'expected at most 16777216 bytes in a frame of kind "X", got 2147483647',
      unkillable: [],
    });
  });

  it.each([
    ['no frame that there is', () => Buffer.from('?\0\0\0\0')],
    ['a start of the machine itself', () => frame('S', { pid: 1, at: 1 })],
    ['an end that is none', () => frame('X', { code: 0 })],
  ])('are gone for saying %s', async (_what, bytes) => {
    start(1);
    const job = run('a');
    const one = await arrive();
    await until('it has the job', () => one.jobs.length === 1);
    job.go();
    one.socket.write(bytes());
    await until('it is killed', () => killed.includes(one.number));
    supervisors.swept(one.number, []);
    expect((await job.outcome).fault).toContain('expected a frame');
  });

  it('that end while their job runs leave it to the zygote to kill, and the job ends after that', async () => {
    start(1);
    const job = run('a');
    const ended = jest.fn();
    void job.outcome.then(ended);
    const one = await arrive();
    await until('it has the job', () => one.jobs.length === 1);
    job.go();
    one.socket.destroy();
    await until('the zygote is told', () => killed.includes(one.number));
    expect(ended).not.toHaveBeenCalled();
    supervisors.swept(one.number, [{ pid: 7, state: 'D' }]);
    expect((await job.outcome).unkillable).toEqual([{ pid: 7, state: 'D' }]);
    supervisors.swept(one.number, []);
    await job.freed;
  });

  it.each([
    ['nobody was given', () => frame('H', 'f'.repeat(48))],
    ['is none', () => frame('H', '')],
    ['is not shown', () => frame('S', { pid: 7, at: 1 })],
    ['is too long', () => frame('H', 'f'.repeat(2000))],
  ])('are nobody with a token that %s', async (_what, hello) => {
    start(1);
    run('a');
    const socket = connect(path);
    socket.write(hello());
    await once(socket.resume(), 'close');
    expect(asked).toHaveLength(1);
  });

  it('are let in once by their token', async () => {
    start(2);
    run('a');
    run('b');
    const { token = '', fork = 0 } = asked[0] ?? {};
    await arrive();
    const again = new Supervisor(connect(path), fork, token);
    arrived.push(again);
    await until('the second is refused', () => again.isClosed);
    expect(again.jobs).toEqual([]);
  });

  it('are let in although others connect and say nothing', async () => {
    start(1);
    run('a');
    const silent = Array.from({ length: 100 }, () => connect(path));
    silent.forEach((socket) => socket.on('error', () => undefined));
    const one = await arrive();
    await until('it has the job', () => one.jobs.length === 1);
    silent.forEach((socket) => socket.destroy());
  });
});

const ORDER: Omit<RunnerJob, 'guid'> = {
  organization: 'o',
  name: 'n',
  path: 'o/n.py',
  file: '/n.py',
  hash: 'h',
  args: {},
  gid: 1,
  nid: 1,
  roles: [],
  cwd: '/',
  limits: { resultBytes: 1, messageBytes: 1 },
};

function frame(kind: string, what: object | string): Buffer {
  const payload = Buffer.from(typeof what === 'string' ? what : JSON.stringify(what));
  const header = Buffer.alloc(5);
  header.write(kind);
  header.writeUInt32BE(payload.length, 1);
  return Buffer.concat([header, payload]);
}

/** What a supervisor process says and hears. */
class Supervisor {
  readonly jobs: string[] = [];
  isClosed = false;
  readonly socket: Socket;
  readonly number: number;

  constructor(socket: Socket, number: number, token: string) {
    this.socket = socket;
    this.number = number;
    this.say('H', token);
    const reader = new FrameReader({
      rule: () => ({ most: 1e6 }),
      onBroken: () => undefined,
      onFrame: (kind, payload) => {
        if (kind === 'r') {
          const [, job = ''] = payload.toString().split('\n');
          this.jobs.push((JSON.parse(job) as RunnerJob).guid);
        }
      },
    });
    socket.on('data', (chunk: Buffer) => reader.push(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => (this.isClosed = true));
  }

  say(kind: string, what: object | string): void {
    this.socket.write(frame(kind, what));
  }
}
