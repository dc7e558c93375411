import { Type, type Static } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Counted up when the seed makes other rows: an older folder would be asked for what it does not hold. */
const VERSION = 2;

const LongLog = Type.Object({
  guid: Type.String(),
  lines: Type.Integer(),
  /** When the line in its middle was written. */
  middle: Type.Integer(),
});
export type LongLog = Static<typeof LongLog>;

const StoredRecord = Type.Object({
  version: Type.Integer(),
  jobs: Type.Integer(),
  logs: Type.Integer(),
  days: Type.Integer(),
  /** The last day with jobs, since the epoch. */
  day: Type.Integer(),
  /** The first job's log, one of the last day, and one of its last hour. */
  oldLog: LongLog,
  dayLog: LongLog,
  hourLog: LongLog,
});
/** What a folder was filled with; written when it is full. */
export type SeedRecord = Omit<Static<typeof StoredRecord>, 'version'>;

const FILE = 'seed.json';

/** Null: the folder is to be filled. Throws when it holds something else than what is wanted. */
export function readRecord(folder: string, wanted: Pick<SeedRecord, 'jobs' | 'logs' | 'days'>): SeedRecord | null {
  const file = join(folder, FILE);
  const what = `Expected ${folder} to be empty, or filled by this version with ${sizeOf(wanted)}`;
  const remedy = 'Remove the folder, or choose another one with --data.';
  if (!existsSync(file)) {
    if (existsSync(join(folder, 'postgres'))) {
      throw new Error(`${what}, got one that was not filled to the end, or by an older version. ${remedy}`);
    }
    return null;
  }
  const record: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!Value.Check(StoredRecord, record) || record.version !== VERSION) {
    throw new Error(`${what}, got one of another version. ${remedy}`);
  }
  if (sizeOf(record) !== sizeOf(wanted)) {
    throw new Error(`${what}, got ${sizeOf(record)}. ${remedy}`);
  }
  return record;
}

function sizeOf({ jobs, logs, days }: Pick<SeedRecord, 'jobs' | 'logs' | 'days'>): string {
  return `${jobs} jobs and ${logs} log lines of ${days} days`;
}

export function writeRecord(folder: string, record: SeedRecord): void {
  writeFileSync(join(folder, FILE), JSON.stringify({ version: VERSION, ...record }));
}
