import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { RefusedReports } from './refusedReports';
import { temporaryFolder } from '../testing/startAgent';

const report = (seq: number, bytes: number) => ({
  seq,
  kind: 'result' as const,
  guid: 'g',
  attempt: 1,
  state: 'OK' as const,
  result: 'x'.repeat(bytes),
});

describe('RefusedReports', () => {
  it('keeps the latest ones within a number of bytes, also over restarts', async () => {
    const folder = join(temporaryFolder(), 'refused');
    for (let seq = 1; seq <= 60; seq++) {
      // Each by itself, as if the agent were started anew.
      await new RefusedReports(folder, pino({ level: 'silent' }), 10_000).keep(report(seq, 500), 'spool', 'no');
    }
    const files = readdirSync(folder).sort();
    const bytes = files.map((name) => statSync(join(folder, name)).size);
    const total = bytes.reduce((sum, size) => sum + size, 0);
    expect(total).toBeLessThanOrEqual(10_000);
    // One more of them would not fit.
    expect(total + (bytes[0] ?? 0)).toBeGreaterThan(10_000);
    const seqs = files
      .flatMap((name) => readFileSync(join(folder, name), 'utf8').trim().split('\n'))
      .map((line) => JSON.parse(line).report.seq);
    expect(seqs.at(-1)).toBe(60);
    expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, index) => 61 - seqs.length + index));
  });

  it('says what is lost when it cannot be written, and goes on', async () => {
    const folder = join(temporaryFolder(), 'refused');
    writeFileSync(folder, 'a file where the folder should be');
    const said: string[] = [];
    const log = pino({ level: 'error' }, { write: (line: string) => said.push(line) });
    const refused = new RefusedReports(folder, log);
    await refused.keep(report(1, 5), 'spool', 'no');
    expect(said).toEqual([expect.stringContaining('"guid":"g"')]);
    expect(said[0]).toContain('could not be kept');
    rmSync(folder);
    await refused.keep(report(2, 5), 'spool', 'no');
    expect(readdirSync(folder)).toHaveLength(1);
  });
});
