import { type UnsentReport } from '@openvcloud/contract';
import { appendFileSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { Spool } from './spool';
import { listSegments, newSpoolId } from './spoolFolder';
import { SpoolReader } from './spoolReader';
import { SpoolUsage } from './spoolUsage';
import { UnreadableSegments } from './unreadableSegments';
import { temporaryFolder } from '../testing/startAgent';

const log = pino({ level: 'silent' });
const stat = (value: number): UnsentReport => ({ kind: 'stats', stats: [{ time: 1, name: 'load1', value }] });

const readers: SpoolReader[] = [];

function openReader(folder: string, usage: SpoolUsage): SpoolReader {
  const reader = new SpoolReader(folder, usage, log, new UnreadableSegments(join(folder, '../unreadable'), log));
  readers.push(reader);
  return reader;
}

const spools: Spool[] = [];

afterEach(async () => {
  await Promise.all([...readers.splice(0), ...spools.splice(0)].map((opened) => opened.close()));
});

function newSpool(): { folder: string; usage: SpoolUsage; spool: Spool; reader: SpoolReader } {
  const folder = join(temporaryFolder(), newSpoolId(1));
  const usage = new SpoolUsage(1024 * 1024 * 1024);
  const spool = new Spool(folder, usage, log);
  spools.push(spool);
  return { folder, usage, spool, reader: openReader(folder, usage) };
}

async function readAll(reader: SpoolReader, maxBytes = 1000): Promise<number[]> {
  const seqs: number[] = [];
  for (;;) {
    const batch = await reader.read(maxBytes, 100);
    if (batch.reports.length === 0) {
      return seqs;
    }
    seqs.push(...batch.reports.map(({ seq }) => seq));
    reader.commit(batch, batch.reports.length);
  }
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

describe('Spool', () => {
  it('is read in order, whatever the size of the batches', async () => {
    const { spool, reader } = newSpool();
    upTo(500).forEach((n) => spool.append(stat(n)));
    await spool.flushed();
    expect(await readAll(reader, 100)).toEqual(upTo(500));
    spool.append(stat(1));
    await spool.flushed();
    expect(await readAll(reader)).toEqual([501]);
  });

  it('gives again what was not committed', async () => {
    const { spool, reader } = newSpool();
    upTo(3).forEach((n) => spool.append(stat(n)));
    await spool.flushed();
    const batch = await reader.read(10_000, 100);
    reader.commit(batch, 1);
    expect((await reader.read(10_000, 100)).reports.map(({ seq }) => seq)).toEqual([2, 3]);
  });

  it('gives a report that is larger than a batch all the same', async () => {
    const { spool, reader } = newSpool();
    spool.append({ kind: 'result', guid: 'g', attempt: 1, time: 1, state: 'OK', result: 'x'.repeat(100_000) });
    spool.append(stat(1));
    await spool.flushed();
    expect((await reader.read(1000, 100)).reports.map(({ seq }) => seq)[0]).toBe(1);
  });

  it('deletes a segment when all of it was committed, and the folder in the end', async () => {
    const { folder, usage, spool, reader } = newSpool();
    for (const n of upTo(12)) {
      spool.append({ kind: 'result', guid: 'g', attempt: n, time: 1, state: 'OK', result: 'x'.repeat(1024 * 1024) });
      await spool.flushed();
    }
    expect(listSegments(folder)).toHaveLength(3);
    expect(await readAll(reader)).toEqual(upTo(12));
    expect(listSegments(folder)).toHaveLength(1);
    await spool.close();
    await reader.remove();
    expect(usage.usedBytes).toBe(0);
    expect(() => readdirSync(folder)).toThrow('ENOENT');
  });

  it('survives a process that was killed while it wrote: whole lines count, a torn one does not', async () => {
    const { folder, usage, spool } = newSpool();
    spool.append(stat(1));
    spool.append(stat(2));
    await spool.close();
    appendFileSync(join(folder, listSegments(folder)[0] ?? ''), '{"seq":3,"kind":"sta');
    expect(await readAll(openReader(folder, usage))).toEqual([1, 2]);
  });

  it('leaves out and counts log lines that the contract does not allow, not the others of their report', async () => {
    const { spool, reader } = newSpool();
    const line = (seq: number, level: number) => ({ seq, time: 1, level, category: 'c', message: 'm' });
    spool.append({ kind: 'logs', guid: 'g', attempt: 1, lines: [line(1, 5), line(2, 0), line(3, 5)], droppedLines: 4 });
    spool.append(stat(1));
    await spool.flushed();
    const { reports } = await reader.read(10_000, 100);
    expect(reports).toMatchObject([
      { lines: [{ seq: 1 }, { seq: 3 }], droppedLines: 5, droppedBecause: ['NOT_STORED'] },
      { seq: 2 },
    ]);
  });

  it('leaves out a damaged line and goes on behind it', async () => {
    const { folder, usage, spool } = newSpool();
    spool.append(stat(1));
    await spool.close();
    const file = join(folder, listSegments(folder)[0] ?? '');
    appendFileSync(file, '\0\0\0\0\n');
    appendFileSync(file, `${JSON.stringify({ seq: 3, ...stat(3) })}\n`);
    expect(await readAll(openReader(folder, usage))).toEqual([1, 3]);
    expect(await readAll(openReader(folder, usage), 10)).toEqual([1, 3]);
  });
});

describe('the wait for the disk', () => {
  it('is over when the report is in the file, whatever is appended meanwhile', async () => {
    const { folder, spool } = newSpool();
    const seq = spool.append(stat(1));
    const written = spool.whenWritten(seq);
    spool.append(stat(2));
    await written;
    expect(readFileSync(join(folder, listSegments(folder)[0] ?? ''), 'utf8')).toContain('"seq":1,');
    await spool.whenWritten(seq);
  });
});

describe('SpoolUsage', () => {
  it('counts what waits to be acknowledged, not files that are kept for their rest: a small quota must not stay full', async () => {
    const { folder, usage, spool, reader } = newSpool();
    upTo(100).forEach((n) => spool.append(stat(n)));
    await spool.flushed();
    const whole = statSync(join(folder, listSegments(folder)[0] ?? '')).size;
    expect(usage.usedBytes).toBe(whole);
    const batch = await reader.read(1_000_000, 100);
    reader.commit(batch, 50);
    expect(usage.usedBytes).toBe(whole - (batch.ends[49] ?? 0));
    reader.commit(batch, 100);
    expect(usage.usedBytes).toBe(0);
    await spool.close();
    await reader.remove();
    expect(usage.usedBytes).toBe(0);
  });

  it('counts again what a reader gave up halfway: the next one reads it again', async () => {
    const { folder, usage, spool, reader } = newSpool();
    upTo(100).forEach((n) => spool.append(stat(n)));
    await spool.flushed();
    const all = usage.usedBytes;
    const batch = await reader.read(1_000_000, 100);
    reader.commit(batch, 60);
    await reader.close();
    expect(usage.usedBytes).toBe(all);
    expect(await readAll(openReader(folder, usage))).toEqual(upTo(100));
    expect(usage.usedBytes).toBe(0);
  });
});
