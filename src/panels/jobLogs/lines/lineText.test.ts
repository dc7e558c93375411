import { logsFrame } from './logsFrame.fixture';
import { lineText } from './lineText';
import { toLogLines, type LogRow } from './toLogLines';

const LINES = toLogLines(logsFrame([{ seq: 1, level: 2, message: 'disk\nfull' }]));

describe('lineText', () => {
  it.each<[string, Partial<LogRow>, string]>([
    ['time, level, place and message', {}, '2026-11-22T18:00:00.001Z 2 error node-1 echo stdout: disk\nfull'],
    ['what it knows of the place', { nodeName: '', category: '' }, '2026-11-22T18:00:00.001Z 2 error echo: disk\nfull'],
    ['a level it does not know', { level: 17 }, '2026-11-22T18:00:00.001Z 17 unknown node-1 echo stdout: disk\nfull'],
  ])('says %s', (_, changes, text) => {
    expect(LINES.map((line) => lineText({ ...line, ...changes }))).toEqual([text]);
  });
});
