import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRecord, writeRecord } from './seedRecord';

const LOG = { guid: 'a', lines: 10, middle: 5 };
const RECORD = {
  jobs: 100,
  logs: 20,
  days: 30,
  day: 20_000,
  oldLog: LOG,
  dayLog: { ...LOG, guid: 'b' },
  hourLog: { ...LOG, guid: 'c' },
};

describe('the record of a seeded folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'openvcloud-bench-record-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is read as it was written, also on another day', () => {
    expect(readRecord(folder, RECORD)).toBeNull();
    writeRecord(folder, RECORD);
    mkdirSync(join(folder, 'postgres'));
    expect(readRecord(folder, RECORD)).toMatchObject(RECORD);
  });

  it('refuses a folder with other numbers, of another version, or not filled to the end', () => {
    writeRecord(folder, RECORD);
    expect(() => readRecord(folder, { ...RECORD, jobs: 101 })).toThrow(
      /101 jobs and 20 log lines of 30 days, got 100 jobs/
    );
    const file = join(folder, 'seed.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/"version":\d+/, '"version":1'));
    expect(() => readRecord(folder, RECORD)).toThrow(/got one of another version. Remove the folder/);
    rmSync(file);
    mkdirSync(join(folder, 'postgres'));
    expect(() => readRecord(folder, RECORD)).toThrow(/got one that was not filled to the end/);
  });
});
