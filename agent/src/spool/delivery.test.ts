import { type Report } from '@openvcloud/contract';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Agent } from '../agent';
import { FakeController } from '../testing/fakeController';
import { startAgent, temporaryFolder } from '../testing/startAgent';
import { until } from '../testing/until';

let controller: FakeController;
let agent: Agent | undefined;

beforeEach(async () => {
  controller = new FakeController();
  await controller.listen();
});

afterEach(async () => {
  Object.assign(controller.faults, { status: undefined, isCut: false, isAnswerLost: false, proxy: undefined });
  await agent?.stop(0);
  agent = undefined;
  await controller.close();
});

const allEnded = (guids: string[]): boolean => guids.every((guid) => controller.job(guid).results.length > 0);
const spooled = (dataDir: string): string =>
  readdirSync(join(dataDir, 'spool'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('');
const lines = (guid: string): string[] => controller.job(guid).lines.map(({ message }) => message);

const isPoison = (report: Report): boolean => report.kind === 'result' && report.result === 'poison';

describe('a controller that goes away', () => {
  it('gets everything when it is back: nothing lost, nothing twice, in order', async () => {
    const dataDir = temporaryFolder();
    agent = await startAgent(controller, { AGENT_DATA_DIR: dataDir });
    const guid = controller.add(
      'import time\ndef action():\n    for n in range(100):\n        print(n)\n        time.sleep(0.02)\n    return "done"'
    );
    await until('lines arrive', () => lines(guid).length > 0);
    await controller.close();
    await until('the job goes on meanwhile', () => spooled(dataDir).includes('"message":"80"'));
    await controller.listen();
    await until('the job ends', () => allEnded([guid]));
    expect(lines(guid)).toEqual(Array.from({ length: 100 }, (_, n) => String(n)));
    expect(controller.job(guid).results).toHaveLength(1);
    const seqs = controller.reports.map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
  });

  it.each([
    ['breaks connections', { isCut: true }],
    ['loses its answers', { isAnswerLost: true }],
    ['answers 503', { status: 503 }],
    ['answers 429', { status: 429 }],
  ])('or that %s loses no job and counts none twice', async (_what, fault) => {
    agent = await startAgent(controller);
    const guids = Array.from({ length: 10 }, (_, n) =>
      controller.add(`import time\ndef action():\n    time.sleep(0.3)\n    return ${n}`)
    );
    await until('some run', () => guids.some((guid) => controller.job(guid).pid !== undefined));
    Object.assign(controller.faults, fault);
    await until('several requests fail', () => controller.counts.faulty > 5);
    Object.assign(controller.faults, { status: undefined, isCut: false, isAnswerLost: false });
    const taken = guids.filter((guid) => controller.job(guid).pid !== undefined);
    await until('all that were handed out end', () => allEnded(taken));
    expect(taken.map((guid) => controller.job(guid).results.length)).toEqual(taken.map(() => 1));
  });
});

describe('something between agent and controller', () => {
  const html = { type: 'text/html', body: '<h1>not here</h1>' };
  const problem = (code: string) => ({ type: 'application/problem+json', body: JSON.stringify({ code, detail: 'd' }) });

  it.each([
    ['a misrouted ingress', { status: 404, ...html }],
    ['a proxy that takes no such body', { status: 400, ...html }],
    ['a proxy with a login of its own', { status: 401, ...html }],
    ['a firewall', { status: 403, ...html }],
    ['a proxy that takes no such size', { status: 413, ...html }],
    ['a proxy that takes no such content', { status: 415, ...html }],
    ['a controller of another version', { status: 404, ...problem('NO_ROUTE') }],
    ['a controller that got half a body', { status: 400, ...problem('UNREADABLE_BODY') }],
    ['a problem of somebody else', { status: 422, ...problem('QUOTA') }],
    ['a problem in a page', { status: 400, ...problem('BAD_BODY'), type: 'text/html' }],
  ])('loses nothing: %s', async (_what, proxy) => {
    agent = await startAgent(controller);
    const failed = jest.fn();
    agent.failed.catch(failed);
    const guid = controller.add(
      'import sys, time\ndef action():\n    for n in range(20):\n        print(n)\n        sys.stdout.flush()\n        time.sleep(0.05)\n    return "done"'
    );
    await until('it runs', () => controller.job(guid).pid !== undefined);
    controller.faults.proxy = proxy;
    await until('the agent has tried more than once', () => controller.counts.proxied > 2);
    controller.faults.proxy = undefined;
    await until('the job ends', () => allEnded([guid]));
    expect(lines(guid)).toEqual(Array.from({ length: 20 }, (_, n) => String(n)));
    expect(controller.result(guid)).toMatchObject({ state: 'OK', result: 'done' });
    expect(failed).not.toHaveBeenCalled();
  });

  it('that limits the size of bodies gets smaller ones', async () => {
    agent = await startAgent(controller);
    controller.faults.proxyLimitBytes = 200_000;
    // What is random does not compress: 1.2 MB, in reports of about 128 kB.
    const guid = controller.add(
      'import base64, os\ndef action():\n    for n in range(100):\n        print(base64.b64encode(os.urandom(9000)).decode())'
    );
    await until('the job ends', () => allEnded([guid]));
    expect(controller.job(guid).lines).toHaveLength(100);
    expect(controller.job(guid).dropped).toBe(0);
  });
});

describe('a report that the controller refuses for good', () => {
  const kept = (dataDir: string): Array<{ reason: string; report: { guid: string; kind: string; result: unknown } }> =>
    readdirSync(join(dataDir, 'refused'))
      .flatMap((name) =>
        readFileSync(join(dataDir, 'refused', name), 'utf8')
          .trim()
          .split('\n')
      )
      .map((line) => JSON.parse(line));

  it('with log lines has them counted as left out', async () => {
    controller.taken.refuse = (report) =>
      report.kind === 'logs' && report.lines?.some(({ message }) => message === '3') ? 'no threes' : undefined;
    agent = await startAgent(controller);
    const guid = controller.add('def action():\n    for n in range(5):\n        print(n)');
    await until('the count arrives', () => controller.job(guid).dropped === 5);
    expect(controller.job(guid)).toMatchObject({ lines: [], droppedBecause: new Set(['NOT_STORED']) });
  });

  it.each([
    ['with its whole request', 'Expected a good body'],
    ['by itself', 'poison is not taken'],
  ])('is kept on disk, with the reason: %s', async (how, reason) => {
    if (how === 'by itself') {
      controller.taken.refuse = (report) => (isPoison(report) ? reason : undefined);
    } else {
      controller.isBadBody = isPoison;
    }
    const dataDir = temporaryFolder();
    agent = await startAgent(controller, { AGENT_DATA_DIR: dataDir });
    const good = controller.add('def action():\n    return "fine"');
    const bad = controller.add('def action():\n    return "poison"');
    await until('both end', () => allEnded([good, bad]));
    expect(controller.result(good)?.result).toBe('fine');
    expect(controller.error(bad)).toMatchObject({ type: 'ReportRefused', message: expect.stringContaining(reason) });
    expect(kept(dataDir)).toMatchObject([
      { reason: expect.stringContaining(reason), report: { guid: bad, kind: 'result', result: 'poison' } },
    ]);
  });
});

describe('reports', () => {
  it('that the controller refuses for good do not hold up the others; the job ends with an error that says why', async () => {
    controller.taken.refuse = (report) => (isPoison(report) ? 'poison is not taken' : undefined);
    agent = await startAgent(controller);
    const bad = controller.add('def action():\n    return "poison"');
    const good = controller.add('def action():\n    return "fine"');
    await until('both end', () => allEnded([bad, good]));
    expect(controller.error(bad)).toMatchObject({
      type: 'ReportRefused',
      message: expect.stringContaining('poison is not taken'),
    });
    expect(controller.result(good)?.result).toBe('fine');
  });

  it('include samples of this node', async () => {
    agent = await startAgent(controller);
    await until('samples arrive', () => controller.reports.some(({ kind }) => kind === 'stats'));
    const names = controller.reports
      .flatMap((report) => (report.kind === 'stats' ? report.stats : []))
      .map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['cpu_percent', 'load1', 'load5', 'load15', 'memory_used_bytes', 'disk_used_percent:/'])
    );
  });

  it('count the lines over the limit per job instead of sending them', async () => {
    controller.limits.linesPerJob = 10;
    agent = await startAgent(controller);
    const guid = controller.add('def action():\n    for n in range(25):\n        print(n)');
    await until('the job ends', () => allEnded([guid]));
    expect(lines(guid)).toHaveLength(10);
    expect(controller.job(guid)).toMatchObject({ dropped: 15, droppedBecause: new Set(['LINE_LIMIT']) });
  });

  it('count them also when the job is given up, and no result follows', async () => {
    controller.limits.linesPerJob = 10;
    agent = await startAgent(controller);
    const guid = controller.add(
      'import time, sys\ndef action():\n    for n in range(25):\n        print(n)\n    sys.stdout.flush()\n    time.sleep(100)'
    );
    await until('the lines arrive', () => lines(guid).length === 10);
    controller.unknown.add(guid);
    await until('the others are counted', () => controller.job(guid).dropped === 15);
    expect(controller.job(guid).results).toEqual([]);
  });

  it('leave nothing on disk once they are delivered and the agent has stopped', async () => {
    const dataDir = temporaryFolder();
    agent = await startAgent(controller, { AGENT_DATA_DIR: dataDir });
    const guid = controller.add('def action():\n    return 1');
    await until('the job ends', () => allEnded([guid]));
    await agent.stop(0);
    agent = undefined;
    expect(readdirSync(join(dataDir, 'spool'))).toEqual([]);
    expect(readdirSync(dataDir)).not.toContain('agent.lock');
  });
});

describe('work', () => {
  it('is asked for with the free slots of each queue, and a freed slot is used while other queues wait', async () => {
    agent = await startAgent(controller, { AGENT_WORKERS: 'default=1,io=1,process=0,hypervisor=0' });
    await until('it polls', () => controller.workRequests.length > 0);
    expect(controller.workRequests[0]?.free).toEqual({ default: 1, io: 1 });
    const guids = Array.from({ length: 5 }, (_, n) => controller.add(`def action():\n    return ${n}`));
    await until('all end, one after the other', () => allEnded(guids));
    // Asked for by itself: no job waited for the poll of the idle queue to end.
    expect(controller.workRequests.map(({ free }) => free)).toContainEqual({ default: 1 });
    expect(controller.workRequests.every(({ free }) => Object.values(free).every((count) => count === 1))).toBe(true);
  });

  it('is not taken while the spool is full, and results under way are kept', async () => {
    const [go, printed] = [join(temporaryFolder(), 'go'), join(temporaryFolder(), 'printed')];
    agent = await startAgent(controller, { AGENT_SPOOL_MB: '1' });
    const guid = controller.add(
      'import os, time\ndef action(go, printed):\n    while not os.path.exists(go):\n        time.sleep(0.01)\n    for n in range(100):\n        print("x" * 60000)\n    open(printed, "w").close()\n    return "kept"',
      { args: { go, printed } }
    );
    await until('the job runs', () => controller.job(guid).pid !== undefined);
    controller.faults.status = 503;
    writeFileSync(go, '');
    await until('it has printed six times the quota', () => existsSync(printed));
    controller.faults.status = undefined;
    await until('the job ends', () => allEnded([guid]));
    expect(controller.result(guid)).toMatchObject({ state: 'OK', result: 'kept' });
    const { dropped, droppedBecause } = controller.job(guid);
    expect(droppedBecause).toEqual(new Set(['SPOOL_FULL']));
    expect(lines(guid).length + dropped).toBe(100);
    const next = controller.add('def action():\n    return "taken again"');
    await until('work is taken again', () => allEnded([next]));
  });
});

describe('leases', () => {
  it('are renewed for running jobs, and for ended ones until their result is stored', async () => {
    agent = await startAgent(controller);
    const guid = controller.add('import time\ndef action():\n    time.sleep(0.6)');
    await until('the lease is renewed', () => controller.heartbeats.some(({ running }) => running.includes(guid)));
    await until('the job ends', () => allEnded([guid]));
    const beats = controller.heartbeats.length;
    await until('two more heartbeats', () => controller.heartbeats.length >= beats + 2);
    expect(controller.heartbeats.at(-1)?.running).toEqual([]);
  });
});
