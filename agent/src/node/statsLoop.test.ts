import { type UnsentReport } from '@openvcloud/contract';
import { pino } from 'pino';
import { statsLoop } from './statsLoop';
import { until } from '../testing/until';

describe('statsLoop', () => {
  it('leaves out samples while the spool is full, and says how many', async () => {
    const stop = new AbortController();
    const appended: UnsentReport[] = [];
    const said: string[] = [];
    let looks = 0;
    const isFull = () => looks++ < 3;
    const log = pino({}, { write: (line: string) => said.push(line) });
    const loop = statsLoop((report) => appended.push(report), { now: () => 7 }, isFull, log, stop.signal, 5);
    await until('samples come again', () => appended.length > 1);
    stop.abort();
    await loop;
    expect(said).toEqual([expect.stringMatching(/"samples":3.*left out while the spool had no room/)]);
  });
});
