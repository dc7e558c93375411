import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pino } from 'pino';
import { type JobProcess, type RunnerJob } from './jobProcess';
import { Supervisors } from './supervisors';
import { until } from '../testing/until';

/** The processes are played by the test, at the other end of a real socket; it decides when they arrive. */
describe('supervisors', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jobs-supervisors-'));
  const path = join(folder, 'jobs.sock');
  let supervisors: Supervisors;
  let server: Server;
  /** Forks that were asked for and did not arrive. */
  let asked: number;
  let clock: number;
  let arrived: Supervisor[];
  let jobs: JobProcess[];

  const start = (most: number) => {
    supervisors = new Supervisors(
      (count) => (asked += count),
      most,
      pino({ level: 'silent' }),
      () => clock
    );
  };
  beforeEach(async () => {
    [asked, clock, arrived, jobs] = [0, 0, [], []];
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
    asked -= 1;
    const one = new Supervisor(connect(path));
    arrived.push(one);
    await once(one.socket, 'connect');
    return one;
  };
  const run = (guid: string): JobProcess => {
    const job = supervisors.run({ ...ORDER, guid }, { onStarted: () => undefined, onOutput: () => undefined });
    jobs.push(job);
    return job;
  };
  /** The job's output begins and ends, and its supervisor says so. */
  const end = async (one: Supervisor, job: JobProcess) => {
    const key = one.keys.at(-1) ?? '';
    const outputs = ['stdout', 'stderr'].map((kind) => connect(path).end(`${JSON.stringify({ kind, key })}\n`));
    outputs.forEach((socket) => socket.resume());
    one.say({ k: 'exit', code: 0, orphaned: false, dump: '' });
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
    expect(asked).toBe(1);
    const second = await arrive();
    await until('that one takes c', () => second.jobs.includes('c'));
    await end(second, c);
    await end(first, b);
    run('d');
    expect([asked, arrived.length]).toEqual([0, 2]);
  });

  it('end when there are more than workers: one was needed beside one that was stuck', async () => {
    start(1);
    const stuck = run('stuck');
    const first = await arrive();
    await until('it has the job', () => first.jobs.length === 1);
    stuck.lose('it cannot be killed');
    const next = run('next');
    expect(asked).toBe(1);
    const second = await arrive();
    await until('the other one has the next', () => second.jobs.length === 1);
    await end(second, next);
    const last = run('last');
    await until('the other one stays meanwhile', () => second.jobs.includes('last'));
    first.say({ k: 'exit', code: 0, orphaned: false, dump: '' });
    await until('the first is let go', () => first.isClosed);
    await end(second, last);
    run('one more');
    await until('the other one stays', () => second.jobs.includes('one more'));
    expect(asked).toBe(0);
  });

  it('are asked for again when one does not arrive', async () => {
    start(2);
    run('a');
    clock = 9_000;
    run('b');
    expect(asked).toBe(2);
    clock = 12_000;
    run('c');
    expect(asked).toBe(4);
  });

  it('are asked for again from a new zygote, as many as jobs wait', async () => {
    start(3);
    run('a');
    run('b');
    asked = 0;
    supervisors.zygoteEnded('killed');
    supervisors.zygoteStarted();
    expect(asked).toBe(2);
  });

  it('are asked for again by the next job when no process could be made', async () => {
    start(2);
    const job = run('a');
    supervisors.forkFailed('no memory');
    expect((await job.outcome).lost).toContain('no memory');
    asked = 0;
    run('b');
    expect(asked).toBe(1);
  });
});

const ORDER: Omit<RunnerJob, 'key' | 'guid'> = {
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

/** What a supervisor process says and hears. */
class Supervisor {
  readonly jobs: string[] = [];
  readonly keys: string[] = [];
  isClosed = false;
  readonly socket: Socket;

  constructor(socket: Socket) {
    this.socket = socket;
    this.say({ kind: 'supervisor' });
    createInterface({ input: socket }).on('line', (line) => {
      const order = JSON.parse(line) as { run?: { guid: string; key: string } };
      this.jobs.push(...(order.run ? [order.run.guid] : []));
      this.keys.push(...(order.run ? [order.run.key] : []));
    });
    socket.on('close', () => (this.isClosed = true));
  }

  say(frame: object): void {
    this.socket.write(`${JSON.stringify(frame)}\n`);
  }
}
