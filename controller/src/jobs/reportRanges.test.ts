import type { Report } from '@openvcloud/contract';
import { LAST_REPORTED_SEQ } from '../logs/outcomeLine';
import { INTEGER_4, rangeFault } from './reportRanges';

const LAST_TIME = 8.64e15;
const of = { seq: 1, guid: 'g', attempt: 1 };
const line = { seq: 1, time: 1, level: 5, category: 'c', message: 'm' };

it.each<[string, (value: number) => Report, number]>([
  ['time', (time) => ({ ...of, kind: 'started', time }), LAST_TIME],
  ['time', (time) => ({ ...of, kind: 'result', state: 'OK', time }), LAST_TIME],
  [
    'resultTruncated',
    (size) => ({ ...of, kind: 'result', state: 'OK', resultTruncated: size }),
    Number.MAX_SAFE_INTEGER,
  ],
  ['droppedLines', (droppedLines) => ({ ...of, kind: 'result', state: 'OK', droppedLines }), Number.MAX_SAFE_INTEGER],
  ['droppedLines', (droppedLines) => ({ ...of, kind: 'logs', droppedLines }), Number.MAX_SAFE_INTEGER],
  ['lines.time', (time) => ({ ...of, kind: 'logs', lines: [line, { ...line, time }] }), LAST_TIME],
  ['lines.seq', (seq) => ({ ...of, kind: 'logs', lines: [{ ...line, seq }] }), LAST_REPORTED_SEQ],
  ['lines.pid', (pid) => ({ ...of, kind: 'logs', lines: [{ ...line, pid }] }), INTEGER_4],
  [
    'lines.truncatedFrom',
    (size) => ({ ...of, kind: 'logs', lines: [{ ...line, truncatedFrom: size }] }),
    Number.MAX_SAFE_INTEGER,
  ],
  ['stats.time', (time) => ({ seq: 1, kind: 'stats', stats: [{ time, name: 'n', value: 1 }] }), LAST_TIME],
])('%s fits up to its limit, in both directions', (name, report, limit) => {
  expect(rangeFault(report(limit))).toBeUndefined();
  expect(rangeFault(report(-limit))).toBeUndefined();
  const beyond = limit * 2 + 2;
  expect(rangeFault(report(beyond))).toBe(`expected ${name} of at most ${limit}, got ${beyond}`);
  expect(rangeFault(report(-beyond))).toBe(`expected ${name} of at most ${limit}, got ${-beyond}`);
});

it('takes what is not given for fitting', () => {
  expect(rangeFault({ ...of, kind: 'started' })).toBeUndefined();
  expect(rangeFault({ ...of, kind: 'logs' })).toBeUndefined();
});
