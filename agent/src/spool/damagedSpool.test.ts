import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { segmentName } from './spoolFolder';
import { SpoolReader } from './spoolReader';
import { SpoolUsage } from './spoolUsage';
import { UnreadableSegments } from './unreadableSegments';

const line = (seq: number) => ({ level: 5, category: 'c', message: 'm'.repeat(50), seq, time: 1700 });
const logs = (seq: number, guid: string) =>
  JSON.stringify({ seq, kind: 'logs', guid, attempt: 1, lines: [line(1), line(2), line(3)] });

describe('a spool whose disk gave back garbage', () => {
  let folder: string;
  let said: string[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'openvcloud-damaged-'));
    said = [];
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function read(content: string): SpoolReader {
    writeFileSync(join(folder, segmentName(5)), content);
    const log = pino({ level: 'error' }, { write: (text: string) => said.push(text) });
    return new SpoolReader(
      folder,
      new SpoolUsage(1e9),
      log,
      new UnreadableSegments(join(folder, '../unreadable'), log)
    );
  }

  it('delivers the rest in order, with what the jobs lost in its place, and says so once however often it is read', async () => {
    const reader = read(`${logs(5, 'a')}\n${logs(6, 'b').slice(0, 120)}\n${logs(7, 'c')}\n`);
    for (const _again of [1, 2]) {
      const { reports } = await reader.read(1e6, 100);
      expect(reports).toMatchObject([
        { seq: 5, guid: 'a', lines: [{ seq: 1 }, { seq: 2 }, { seq: 3 }] },
        { seq: 6, guid: 'b', lines: [], droppedBecause: ['SPOOL_DAMAGED'] },
        { seq: 7, guid: 'c', lines: [{ seq: 1 }, { seq: 2 }, { seq: 3 }] },
      ]);
    }
    expect(said).toEqual([expect.stringMatching(/"guid":"b".*a damaged part of the spool is left out/)]);
  });

  it('reads damaged parts again until the last of their reports is acknowledged', async () => {
    const reader = read(`${logs(5, 'a').slice(0, -3)}${logs(6, 'b').slice(0, -3)}\n${logs(7, 'c')}\n`);
    const first = await reader.read(1e6, 100);
    expect(first.reports.map(({ seq }) => seq)).toEqual([5, 6, 7]);
    reader.commit(first, 1);
    expect((await reader.read(1e6, 100)).reports.map(({ seq }) => seq)).toEqual([6, 7]);
    reader.commit(first, 3);
    expect((await reader.read(1e6, 100)).reports).toEqual([]);
  });

  it('has lost its end when nobody writes it any more, and waits for it as long as somebody does', async () => {
    const torn = `${logs(5, 'a')}\n${logs(6, 'b').slice(0, -10)}`;
    expect((await read(torn).read(1e6, 100)).reports.map(({ seq }) => seq)).toEqual([5]);
    expect(said).toEqual([]);
    const reader = read(torn).ofFormer();
    const batch = await reader.read(1e6, 100);
    expect(batch.reports).toMatchObject([{ seq: 5 }, { seq: 6, guid: 'b', droppedLines: 3 }]);
    reader.commit(batch, 2);
    expect((await reader.read(1e6, 100)).reports).toEqual([]);
    expect(said).toHaveLength(1);
  });

  it('tells the log of lines whose job nobody knows', async () => {
    const { reports } = await read(`${logs(5, 'a').slice(50)}\n${logs(6, 'b')}\n`).read(1e6, 100);
    expect(reports.map(({ seq }) => seq)).toEqual([6]);
    expect(said).toEqual([expect.stringContaining('"strayLines":3')]);
  });
});
