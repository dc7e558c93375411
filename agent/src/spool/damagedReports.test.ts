import { readReport } from './readReport';
import { salvage } from './damagedReports';

const line = (seq: number) => ({ level: 5, category: 'c', message: `"seq":99 {"seq":98`, seq, time: 1700, pid: 4 });
const logs = (seq: number, guid = 'g-1', first = 1, count = 3) =>
  JSON.stringify({
    seq,
    kind: 'logs',
    guid,
    attempt: 2,
    lines: Array.from({ length: count }, (_, n) => line(first + n)),
  });
const counted = (seq: number, guid: string, droppedLines: number) => ({
  seq,
  kind: 'logs',
  guid,
  attempt: 2,
  lines: [],
  droppedLines,
  droppedBecause: ['SPOOL_DAMAGED'],
});
/** Zeros, as a power cut leaves them, in place of so many characters. */
const blot = (text: string, from: number, length: number) =>
  text.slice(0, from) + '\0'.repeat(length) + text.slice(from + length);

/** The reports before it. */
const AFTER = 6;

describe('a damaged part of a spool', () => {
  it.each([
    ['its end is lost', logs(7).slice(0, -20), [counted(7, 'g-1', 3)]],
    ['all but its head is lost', logs(7).slice(0, 50), [counted(7, 'g-1', 1)]],
    ['there are zeros in its middle', blot(logs(7, 'g-1', 1, 30), 500, 900), [counted(7, 'g-1', 30)]],
    ['the end of its line is lost', `${logs(7)}${logs(8, 'g-2', 5, 4)}`, [counted(7, 'g-1', 3), counted(8, 'g-2', 4)]],
    [
      'there is a line end in its middle',
      blot(logs(7, 'g-1', 1, 9), 300, 1).replace('\0', '\n'),
      [counted(7, 'g-1', 9)],
    ],
  ])('counts the log lines with their job when %s', (_what, text, reports) => {
    expect(readReport(text)).toBeUndefined();
    expect(salvage(text, AFTER)).toEqual({ reports, strayLines: 0 });
    reports.forEach((report) => expect(readReport(JSON.stringify(report))).toEqual(report));
  });

  it('counts lines of which the job cannot be told apart', () => {
    const text = `${logs(7).slice(60)}\n${logs(8, 'g-2')}x`;
    expect(salvage(text, AFTER)).toEqual({ reports: [counted(8, 'g-2', 3)], strayLines: 3 });
    expect(salvage('\0'.repeat(4096), AFTER)).toEqual({ reports: [], strayLines: 0 });
    expect(salvage('{"seq":7,"kind":"logs","guid":"cut off', AFTER)).toEqual({ reports: [], strayLines: 0 });
  });

  it('does not take numbers that garbage made up for a count', () => {
    const text = `${logs(7).slice(0, -30)},"seq":999999999`;
    expect(salvage(text, AFTER).reports).toEqual([counted(7, 'g-1', 3)]);
  });

  it.each([
    [9, undefined, false],
    [7, 8, false],
    [6, 7, false],
    [2, undefined, false],
    [6, 8, true],
    [6, undefined, true],
  ])('uses no number but one that fits between those around it: after %s, before %s', (after, before, fits) => {
    const { reports, strayLines } = salvage(logs(7).slice(0, -20), after, before);
    expect([reports.length, strayLines]).toEqual(fits ? [1, 0] : [0, 3]);
  });

  it('tells of a job that it started, and that it ended, though not how', () => {
    const started = JSON.stringify({ seq: 1, kind: 'started', guid: 'g', attempt: 1, time: 1700, pid: 12 });
    const result = JSON.stringify({
      seq: 2,
      kind: 'result',
      guid: 'g',
      attempt: 1,
      time: 1800,
      state: 'OK',
      result: 1,
    });
    const { reports } = salvage(`${started.slice(0, -5)}\n${result.slice(0, -4)}`, 0);
    expect(reports).toEqual([
      { seq: 1, kind: 'started', guid: 'g', attempt: 1, time: 1700 },
      expect.objectContaining({
        seq: 2,
        kind: 'result',
        time: 1800,
        state: 'ERROR',
        error: expect.objectContaining({
          type: 'ReportDamaged',
          message: "the job ended as OK, but its result was damaged on its node's disk before it was delivered",
        }),
      }),
    ]);
    reports.forEach((report) => expect(readReport(JSON.stringify(report))).toEqual(report));
    expect(salvage(result.slice(0, 50), 0).reports[0]).not.toHaveProperty('time');
  });

  it('tells nothing of samples of the node', () => {
    expect(salvage('{"seq":7,"kind":"stats","stats":[{"time":1,"na', AFTER)).toEqual({ reports: [], strayLines: 0 });
  });

  it('takes no time to speak of, however large and odd it is', () => {
    const heads = Array.from({ length: 50_000 }, (_, n) => `{"seq":${n + 7},"kind":"logs","guid":"g","attempt":1,`);
    expect(salvage(heads.join('') + '{"seq":'.repeat(200_000), AFTER).reports).toHaveLength(50_000);
  });
});
