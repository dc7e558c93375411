import type { LogsReport, Report, ResultReport } from '@openvcloud/contract';
import { lessOf } from './lessOf';

const of = { seq: 1, guid: 'g', attempt: 1 };
const line = (seq: number) => ({ seq, time: 1, level: 5, category: 'c', message: `${seq}` });
const logs = (lines: number[], changes: Partial<LogsReport> = {}): Report => ({
  ...of,
  kind: 'logs',
  lines: lines.map(line),
  ...changes,
});
const result = (changes: Partial<ResultReport>): Report => ({
  ...of,
  kind: 'result',
  state: 'OK',
  time: 9,
  ...changes,
});
const error = { type: 'E', message: 'mü', backtrace: 'b', file: 'f', line: 1, function: 'x', code: 'c' };

it('halves log lines, and counts what was left out before once', () => {
  expect(lessOf(logs([1, 2, 3], { droppedLines: 5 }), 'F')).toEqual([
    logs([1, 2], { droppedLines: 5 }),
    logs([3], { droppedLines: 0 }),
  ]);
});

it('counts a single line at fault as left out', () => {
  expect(lessOf(logs([1], { droppedLines: 2, droppedBecause: ['SPOOL_FULL'] }), 'F')).toEqual([
    logs([], { droppedLines: 3, droppedBecause: ['SPOOL_FULL', 'NOT_STORED'] }),
  ]);
  expect(lessOf(logs([1]), 'F')).toEqual([logs([], { droppedLines: 1, droppedBecause: ['NOT_STORED'] })]);
});

it('halves figures, down to one', () => {
  const stats = [1, 2, 3].map((value) => ({ time: 1, name: 'n', value }));
  expect(lessOf({ seq: 1, kind: 'stats', stats }, 'F')).toEqual([
    { seq: 1, kind: 'stats', stats: stats.slice(0, 2) },
    { seq: 1, kind: 'stats', stats: stats.slice(2) },
  ]);
  expect(lessOf({ seq: 1, kind: 'stats', stats: stats.slice(0, 1) }, 'F')).toBeUndefined();
});

it('keeps that a job ended, without its result, whose size it tells', () => {
  expect(lessOf(result({ result: 'é' }), 'SQLSTATE 22021')).toEqual([
    result({ result: 'this result could not be stored (SQLSTATE 22021)', resultTruncated: 4 }),
  ]);
  expect(lessOf(result({ resultJson: '[1e999]', resultTruncated: 70 }), 'F')).toEqual([
    result({ result: 'this result could not be stored (F)', resultTruncated: 70 }),
  ]);
  expect(lessOf(result({}), 'F')).toEqual([
    result({ result: 'this result could not be stored (F)', resultTruncated: 4 }),
  ]);
});

it('keeps that a job failed, without the texts of its error', () => {
  const [less] = lessOf(result({ state: 'ERROR', error }), 'F') ?? [];
  expect(less).toEqual(
    result({
      state: 'ERROR',
      error: {
        type: 'E',
        message:
          "this error could not be stored as it was (F): its message and backtrace are left out; look at the job's log lines",
        messageTruncatedFrom: 3,
        backtrace: null,
        file: null,
        line: null,
        function: null,
        code: null,
      },
    })
  );
  const [named] =
    lessOf(result({ state: 'ERROR', error: { ...error, type: 'a b', messageTruncatedFrom: 99 } }), 'F') ?? [];
  expect(named).toMatchObject({ error: { type: 'Error', messageTruncatedFrom: 99 } });
});

it('gives up when there is nothing left to leave out', () => {
  expect(lessOf(logs([]), 'F')).toBeUndefined();
  expect(lessOf({ ...of, kind: 'started' }, 'F')).toBeUndefined();
  const [less = logs([])] = lessOf(result({ result: 1 }), 'F') ?? [];
  expect(lessOf(less, 'F')).toBeUndefined();
  const [lessError = logs([])] = lessOf(result({ state: 'ERROR', error }), 'F') ?? [];
  expect(lessOf(lessError, 'F')).toBeUndefined();
});
