import { guidOf, type UnsentReport } from '@openvcloud/contract';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { Spool } from './spool';
import { newSpoolId, segmentName } from './spoolFolder';
import { SpoolReader } from './spoolReader';
import { SpoolSource } from './spoolSource';
import { SpoolUsage } from './spoolUsage';
import { AgentProcess } from '../testing/agentProcess';
import { FakeController } from '../testing/fakeController';
import { temporaryFolder } from '../testing/startAgent';
import { until } from '../testing/until';
import { UnreadableSegments } from './unreadableSegments';

jest.setTimeout(120_000);

const result = (guid: string): UnsentReport => ({ kind: 'result', guid, attempt: 1, time: 1, state: 'OK', result: 1 });

function logTo(lines: string[]) {
  return pino({ level: 'error' }, { write: (line: string) => lines.push(line) });
}

/** A spool whose first segment is a device that is always full. */
function fullSpool() {
  const folder = join(temporaryFolder(), newSpoolId(1));
  mkdirSync(folder);
  symlinkSync('/dev/full', join(folder, segmentName(1)));
  const said: string[] = [];
  const log = logTo(said);
  const usage = new SpoolUsage(1e9);
  const spool = new Spool(folder, usage, log);
  const reader = new SpoolReader(folder, usage, log, new UnreadableSegments(join(folder, '../unreadable'), log));
  return { folder, said, usage, spool, reader, source: new SpoolSource(reader, spool) };
}

describe('a spool whose disk is full', () => {
  it('closes all the same, and says what is lost', async () => {
    const { spool, said, usage, reader } = fullSpool();
    spool.append(result('some-job'));
    await until('it has failed to write', () => said.some((line) => line.includes('ENOSPC')));
    expect(usage.isFull).toBe(true);
    await spool.close();
    expect(said.at(-1)).toContain('they are lost');
    expect(said.at(-1)).toContain('"results":["some-job"]');
    await reader.close();
  });

  it('gives its reports from memory, in order, and writes those that follow once there is room', async () => {
    const { folder, spool, said, usage, source, reader } = fullSpool();
    spool.append(result('one'));
    spool.append(result('two'));
    const safe = spool.whenWritten(2);
    await until('it has failed to write', () => said.some((line) => line.includes('ENOSPC')));
    const first = await source.read(1, 100);
    expect(first.reports.map(guidOf)).toEqual(['one']);
    source.commit(first, 1);
    spool.append(result('three'));
    const both = await source.read(1e6, 100);
    expect(both.reports.map((report) => [report.seq, guidOf(report)])).toEqual([
      [2, 'two'],
      [3, 'three'],
    ]);
    source.commit(both, 1);
    await safe;
    // The next segment is a file like any other.
    await spool.whenWritten(3);
    expect(readFileSync(join(folder, segmentName(3)), 'utf8')).toContain('"guid":"three"');
    expect(usage.isFull).toBe(false);
    const last = await source.read(1e6, 100);
    expect(last.reports.map(guidOf)).toEqual(['three']);
    source.commit(last, 1);
    expect(usage.usedBytes).toBe(0);
    expect((await source.read(1e6, 100)).reports).toEqual([]);
    await spool.close();
    await reader.remove();
    expect(usage.usedBytes).toBe(0);
  });
});

describe('an agent whose disk is full', () => {
  let controller: FakeController;
  const agents: AgentProcess[] = [];
  beforeEach(async () => {
    controller = new FakeController();
    await controller.listen();
  });
  afterEach(async () => {
    agents.forEach((agent) => agent.kill('SIGKILL'));
    await Promise.all(agents.splice(0).map((agent) => agent.exited));
    await controller.close();
  });

  const start = (env: Record<string, string> = {}, before?: string): AgentProcess => {
    const agent = new AgentProcess(controller, env, [], before);
    agents.push(agent);
    return agent;
  };
  const python = (code: string) => execFileSync('python3', ['-c', code]);
  /** From now on no process of this one can make any file larger: root neither, as on a disk without room. */
  const fill = ({ pid }: AgentProcess) =>
    python(`import resource as r; r.prlimit(${pid}, r.RLIMIT_FSIZE, (0, r.prlimit(${pid}, r.RLIMIT_FSIZE)[1]))`);
  const free = ({ pid }: AgentProcess) =>
    python(`import resource as r; h = r.prlimit(${pid}, r.RLIMIT_FSIZE)[1]; r.prlimit(${pid}, r.RLIMIT_FSIZE, (h, h))`);
  const FULL = 'ulimit -S -f 0';

  it('still tells how its jobs end, takes no work meanwhile, and goes on when there is room', async () => {
    const agent = start();
    const guid = controller.add(
      'import os, time\ndef action(go):\n    while not os.path.exists(go):\n        time.sleep(0.02)\n    print("seen")\n    return "done"',
      { args: { go: join(agent.dataDir, 'go') } }
    );
    await until('the job runs', () => controller.job(guid).pid !== undefined);
    fill(agent);
    await until('it notices', () => agent.output.includes('cannot write the spool'));
    writeFileSync(join(agent.dataDir, 'go'), '');
    await until('the job ends', () => controller.job(guid).results.length > 0);
    expect(controller.result(guid)).toMatchObject({ state: 'OK', result: 'done' });
    await until('the polls of before are answered', () => controller.waitingPolls === 0);
    const next = controller.add('def action():\n    return "later"');
    const beats = controller.heartbeats.length;
    await until('it goes on without asking for work', () => controller.heartbeats.length > beats + 5);
    expect(controller.waitingPolls).toBe(0);
    expect(controller.job(next).pid).toBeUndefined();
    free(agent);
    await until('the next job ends', () => controller.job(next).results.length > 0);
    expect(controller.result(next)).toMatchObject({ state: 'OK', result: 'later' });
    const seqs = controller.reports.map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    agent.kill('SIGTERM');
    expect(await agent.exited).toBe(0);
    expect(readdirSync(join(agent.dataDir, 'spool'))).toEqual([]);
  });

  it('delivers what a former start left behind, and can be stopped', async () => {
    const first = start();
    const guid = controller.add('import time\ndef action():\n    time.sleep(0.5)\n    return "kept"');
    await until('the job runs', () => controller.job(guid).pid !== undefined);
    controller.faults.proxy = { status: 503, type: 'text/html', body: '' };
    const spoolHas = (text: string) =>
      readdirSync(join(first.dataDir, 'spool')).some((id) =>
        readdirSync(join(first.dataDir, 'spool', id)).some((name) =>
          readFileSync(join(first.dataDir, 'spool', id, name), 'utf8').includes(text)
        )
      );
    await until('its result is on disk', () => spoolHas('"kept"'));
    first.kill('SIGKILL');
    await first.exited;
    controller.faults.proxy = undefined;
    const second = start({ AGENT_DATA_DIR: first.dataDir }, FULL);
    await until('the result arrives', () => controller.job(guid).results.length > 0);
    expect(controller.result(guid)).toMatchObject({ state: 'OK', result: 'kept' });
    await until('it registers', () => controller.registrations.length > 1);
    second.kill('SIGTERM');
    expect(await second.exited).toBe(0);
    expect(second.output).not.toContain('choose a folder');
  });

  it('can be stopped while the controller is away', async () => {
    const agent = start({ AGENT_SHUTDOWN_GRACE_SECONDS: '0' });
    const guid = controller.add('import time\ndef action():\n    time.sleep(100)');
    await until('the job runs', () => controller.job(guid).pid !== undefined);
    fill(agent);
    await controller.close();
    agent.kill('SIGTERM');
    expect(await agent.exited).toBe(0);
    expect(agent.output).toContain('they are lost');
    expect(agent.output).toContain(`"results":["${guid}"]`);
    await controller.listen();
  });
});

describe('a segment that cannot be read', () => {
  it('holds up no other: it is moved aside, loudly', async () => {
    const controller = new FakeController();
    await controller.listen();
    const dataDir = temporaryFolder();
    const id = newSpoolId(1);
    const spool = join(dataDir, 'spool', id);
    mkdirSync(spool, { recursive: true });
    const job = controller.add('def action(): pass', { queue: 'io' });
    // What the disk gives in place of it is an error, whoever reads: a folder.
    mkdirSync(join(spool, segmentName(1)));
    writeFileSync(join(spool, segmentName(2)), `${JSON.stringify({ seq: 2, ...result(job) })}\n`);
    const agent = new AgentProcess(controller, { AGENT_DATA_DIR: dataDir });
    await until('the other segment arrives', () => controller.job(job).results.length > 0);
    await until('it works on', () => controller.workRequests.length > 0);
    expect(agent.output).toContain('a segment of the spool cannot be read');
    expect(readdirSync(join(dataDir, 'unreadable'))).toEqual([`${id}-${segmentName(1)}`]);
    agent.kill('SIGTERM');
    expect(await agent.exited).toBe(0);
    await controller.close();
  });

  it('of the session itself costs the reports in it, not those that follow', async () => {
    const folder = join(temporaryFolder(), newSpoolId(1));
    const said: string[] = [];
    const log = logTo(said);
    const usage = new SpoolUsage(1e9);
    const spool = new Spool(folder, usage, log);
    const unreadable = new UnreadableSegments(join(folder, '../unreadable'), log);
    const reader = new SpoolReader(folder, usage, log, unreadable, (segment) => spool.leaveSegment(segment));
    spool.append(result('lost'));
    await spool.flushed();
    // The disk gives an error in its place, from now on.
    renameSync(join(folder, segmentName(1)), join(folder, 'away'));
    mkdirSync(join(folder, segmentName(1)));
    expect((await reader.read(1000, 10)).reports).toEqual([]);
    expect(said).toEqual([expect.stringContaining('a segment of the spool cannot be read')]);
    spool.append(result('after'));
    await spool.flushed();
    const batch = await reader.read(1000, 10);
    expect(batch.reports).toMatchObject([{ guid: 'after' }]);
    reader.commit(batch, 1);
    // Another one, in which nobody writes, changes nothing.
    mkdirSync(join(folder, segmentName(9)));
    spool.append(result('on'));
    await spool.flushed();
    expect((await reader.read(1000, 10)).reports).toMatchObject([{ guid: 'on' }]);
    expect(readdirSync(join(folder, '../unreadable'))).toHaveLength(1);
    await spool.close();
    await reader.close();
  });
});
