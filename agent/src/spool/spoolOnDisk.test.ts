import { open, type FileHandle } from 'node:fs/promises';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { temporaryFolder } from '../testing/startAgent';
import { Spool } from './spool';
import { listSegments, newSpoolId, segmentName } from './spoolFolder';
import { SpoolUsage } from './spoolUsage';
import { type UnsentReport } from '@openvcloud/contract';

const lines: UnsentReport = { kind: 'logs', guid: 'g', attempt: 1, lines: [] };
const started: UnsentReport = { kind: 'started', guid: 'g', attempt: 1, time: 1, pid: 7 };
const result: UnsentReport = { kind: 'result', guid: 'g', attempt: 1, time: 1, state: 'OK', result: 1 };

/** Of every file: what a spool does to its own is seen here. */
let file: FileHandle;
let spool: Spool | undefined;

beforeAll(async () => {
  const probe = await open('/dev/null');
  file = Object.getPrototypeOf(probe);
  await probe.close();
});

afterEach(async () => {
  jest.restoreAllMocks();
  await spool?.close();
  spool = undefined;
});

function newSpool(): { folder: string; spool: Spool } {
  const folder = join(temporaryFolder(), newSpoolId(1));
  spool = new Spool(folder, new SpoolUsage(1e9), pino({ level: 'silent' }));
  return { folder, spool };
}

/** What is done to the file, in order. */
function watchFile(): string[] {
  const done: string[] = [];
  const { write, datasync } = file;
  jest.spyOn(file, 'write').mockImplementation(async function (this: FileHandle, ...args: unknown[]) {
    const written = await Reflect.apply(write, this, args);
    done.push('written');
    return written;
  });
  jest.spyOn(file, 'datasync').mockImplementation(async function (this: FileHandle) {
    await Reflect.apply(datasync, this, []);
    done.push('synced');
  });
  return done;
}

describe('a report in the spool', () => {
  it.each([
    ['start', started],
    ['result', result],
  ])('that is a %s is synced to the platter before anybody counts on it', async (_what, report) => {
    const { spool: one } = newSpool();
    await one.flushed();
    const done = watchFile();
    await one.whenWritten(one.append(report)).then(() => done.push('counted on'));
    expect(done).toEqual(['written', 'synced', 'counted on']);
  });

  it('that is only lines is left to the kernel', async () => {
    const { spool: one } = newSpool();
    await one.flushed();
    const done = watchFile();
    await one.whenWritten(one.append(lines));
    expect(done).toEqual(['written']);
  });

  it('is synced with all others that wait, at once', async () => {
    const { spool: one } = newSpool();
    await one.flushed();
    const done = watchFile();
    [started, lines, result].forEach((report) => one.append(report));
    await one.flushed();
    expect(done).toEqual(['written', 'synced']);
  });

  it('is known to be written, and a result among them, once it is', async () => {
    const { spool: one } = newSpool();
    await one.flushed();
    const [written, resultWritten] = [jest.spyOn(one.written, 'raise'), jest.spyOn(one.resultWritten, 'raise')];
    one.append(lines);
    expect(written).not.toHaveBeenCalled();
    await one.flushed();
    expect([written.mock.calls.length, resultWritten.mock.calls.length]).toEqual([1, 0]);
    one.append(result);
    await one.flushed();
    expect([written.mock.calls.length, resultWritten.mock.calls.length]).toEqual([2, 1]);
  });

  it('can be read by nobody but the agent', async () => {
    const { folder, spool: one } = newSpool();
    await one.whenWritten(one.append(result));
    expect(statSync(join(folder, segmentName(1))).mode & 0o777).toBe(0o600);
  });

  it('is whole, also when the disk takes it bit by bit', async () => {
    const { write } = file;
    jest.spyOn(file, 'write').mockImplementation(function (this: FileHandle, ...args: unknown[]) {
      const [data, offset, length, position] = args;
      return Reflect.apply(write, this, [data, offset, Math.min(Number(length), 7), position]);
    });
    const { folder, spool: one } = newSpool();
    [started, lines, result].forEach((report) => one.append(report));
    await one.flushed();
    const text = readFileSync(join(folder, segmentName(1)), 'utf8');
    expect(text.split('\n').filter((line) => line !== '')).toEqual(
      [started, lines, result].map((report, index) => JSON.stringify({ seq: index + 1, ...report }))
    );
  });

  it('is not counted on while it cannot be synced, and written once when it can', async () => {
    const { folder, spool: one } = newSpool();
    await one.flushed();
    jest.spyOn(file, 'datasync').mockRejectedValueOnce(Object.assign(new Error('no room'), { code: 'ENOSPC' }));
    const retried = jest.spyOn(one.written, 'raise');
    const safe = jest.fn();
    const seq = one.append(result);
    const counted = one.whenWritten(seq).then(safe);
    while (retried.mock.calls.length === 0) {
      await new Promise((done) => setImmediate(done));
    }
    expect(safe).not.toHaveBeenCalled();
    expect(one.unwritten(1e6, 10).reports).toMatchObject([{ seq, kind: 'result' }]);
    await counted;
    expect(one.unwritten(1e6, 10).reports).toEqual([]);
    expect(readFileSync(join(folder, listSegments(folder)[0] ?? ''), 'utf8').match(/"seq":1,/g)).toHaveLength(1);
  });

  it('has a form in JSON, or no number: it leaves no gap', async () => {
    const { spool: one } = newSpool();
    const endless: Record<string, unknown> = {};
    endless['itself'] = endless;
    expect(() => one.append(JSON.parse('{}', () => endless))).toThrow('circular');
    expect(one.lastSeq).toBe(0);
    expect(one.append(lines)).toBe(1);
    expect(one.backlogBytes).toBe(Buffer.byteLength(`${JSON.stringify({ seq: 1, ...lines })}\n`));
    await one.flushed();
    expect(one.backlogBytes).toBe(0);
  });
});
