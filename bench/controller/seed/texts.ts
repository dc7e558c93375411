import type { Logger } from 'pino';
import type { Database } from '../../../controller/src/database/database';
import type { DayTable } from '../../../controller/src/database/partitions';
import { indexedRanges } from '../../../controller/src/lists/indexedRanges';
import { TextIndexes } from '../../../controller/src/lists/textIndexes';
import type { SeedRecord } from './seedRecord';
import { dayOf, seedSpan } from './seedSpan';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The youngest rows of the last day have no index, as in production: so many that none is built for them meanwhile. */
const YOUNG_MS = 2 * HOUR_MS;

/**
 * Builds what a controller would have built by then: for days that are over one index each, for a last day that is not over
 * those of its parts, should it have enough rows.
 */
export async function indexTexts(database: Database, record: SeedRecord, now: number, log: Logger): Promise<void> {
  const { end, lastDay } = seedSpan(record);
  const young = end - YOUNG_MS;
  // A day that ended a minute ago would get its index while it is measured.
  const settled = lastDay + DAY_MS + HOUR_MS + 60_000;
  const clocks = dayOf(now) === record.day ? [young, Math.max(now, young)] : [Math.max(now, settled)];
  for (const clock of clocks) {
    await new TextIndexes({ database, now: () => clock, log }).pass(new AbortController().signal);
  }
}

/** In words; another text at the end of a run: what was measured has changed meanwhile. */
export async function describeTexts(database: Database, record: SeedRecord): Promise<string> {
  const [jobs, lines] = [
    await indexedUntil(database, 'jobs_done', record),
    await indexedUntil(database, 'log_lines', record),
  ];
  return jobs === 'whole' && lines === 'whole'
    ? 'all of them over, their texts indexed'
    : `the last of them not over: of its texts, those of jobs are indexed ${jobs}, those of log lines ${lines}`;
}

async function indexedUntil(database: Database, table: DayTable, record: SeedRecord): Promise<string> {
  const ranges = (await indexedRanges(database, table, {})).filter(({ from }) => dayOf(from) === record.day);
  if (ranges.some(({ isPart }) => !isPart)) {
    return 'whole';
  }
  const last = Math.max(...ranges.map(({ to }) => to));
  return ranges.length === 0 ? 'not at all' : `up to ${new Date(last).toISOString().slice(11, 16)}`;
}
