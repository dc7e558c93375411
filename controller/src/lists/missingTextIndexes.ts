import type { Database } from '../database/database';
import { partitionName, type DayTable } from '../database/partitions';
import { JOB_SEARCH_COLUMNS } from '../query/jobColumns';
import { rangeOfTextIndex } from './indexedRanges';

const DAY_MS = 86_400_000;
/** Reports of a day's last minutes may come later. */
const SETTLED_MS = 3_600_000;
/** A part ends so long ago: what comes later than that is added to its index as it comes, at ten times the price. */
const PART_SETTLED_MS = 120_000;
/** Building a part passes over the whole day so far: of a day with many rows the parts grow with it. */
const PART_SHARE = 0.1;

const trigrams = (columns: readonly string[]) => columns.map((column) => `${column} gin_trgm_ops`).join(', ');

/**
 * The texts that are searched. One index over all columns serves a search in any of them, and free text in all. The job
 * is in that of the lines, so that a text common in other jobs' lines is looked up in one job's without reading theirs.
 * Reading `partRows` takes about a third of a second.
 */
export const TEXTS = [
  { table: 'log_lines', time: 'time', columns: `job_guid, ${trigrams(['message'])}`, partRows: 300_000 },
  { table: 'jobs_done', time: 'time_create', columns: trigrams(JOB_SEARCH_COLUMNS), partRows: 50_000 },
] as const satisfies readonly Text[];

export interface Text {
  table: DayTable;
  time: string;
  columns: string;
  /** Of a day that is not over, a part of so many rows gets an index. */
  partRows: number;
}

/** An index to be built: of a day, or of a part of it. */
export interface TextIndex {
  partition: string;
  columns: string;
  time: string;
  part?: { from: number; to: number };
}

/** Days that are over and have none, newest first. */
export async function missingDays(
  database: Database,
  { table, columns, time }: Text,
  now: number
): Promise<TextIndex[]> {
  const rows = await database.query<{ partition: string }>({
    text: `select day.relname as partition from pg_inherits i join pg_class day on day.oid = i.inhrelid
           where i.inhparent = $1::regclass and day.relname ~ '_\\d{8}$' and day.relname < $2
             and to_regclass(day.relname || '_text_idx') is null
           order by day.relname desc`,
    values: [table, partitionName(table, Math.floor((now - SETTLED_MS) / DAY_MS))],
  });
  return rows.map(({ partition }) => ({ partition, columns, time }));
}

/** The next part of a day that is not over, once it has enough rows that no index knows. */
export async function missingPart(database: Database, text: Text, now: number): Promise<TextIndex | undefined> {
  const { table, columns, time, partRows } = text;
  for (let day = Math.floor(now / DAY_MS); day >= Math.floor((now - SETTLED_MS) / DAY_MS); day--) {
    const partition = partitionName(table, day);
    const from = await indexedUntil(database, partition, day * DAY_MS);
    const to = Math.min(now - PART_SETTLED_MS, (day + 1) * DAY_MS);
    if (from !== null && to > from && (await hasRows(database, { partition, time, partRows }, { from, to }))) {
      return { partition, columns, time, part: { from, to } };
    }
  }
  return undefined;
}

/** Up to where the day's parts reach; null when there is no such day, or it has an index as a whole. */
async function indexedUntil(database: Database, partition: string, start: number): Promise<number | null> {
  const rows = await database.query<{ name: string | null; is_whole: boolean }>({
    text: `select index.relname as name, to_regclass($1 || '_text_idx') is not null as is_whole
           from pg_class day left join pg_index on pg_index.indrelid = day.oid
             left join pg_class index on index.oid = pg_index.indexrelid and index.relname ~ '_text_\\d+_\\d+$'
           where day.oid = to_regclass($1)`,
    values: [partition],
  });
  if (rows.length === 0 || rows.some(({ is_whole }) => is_whole)) {
    return null;
  }
  return Math.max(start, ...rows.map(({ name }) => rangeOfTextIndex(name ?? '')?.to ?? start));
}

async function hasRows(
  database: Database,
  { partition, time, partRows }: { partition: string; time: string; partRows: number },
  { from, to }: { from: number; to: number }
): Promise<boolean> {
  // reltuples is what the day had when its last part was built.
  const rows = await database.query({
    text: `select 1 from ${partition} where ${time} >= $1 and ${time} < $2
           offset (select greatest($3::bigint, (reltuples * $4::float8)::bigint) - 1 from pg_class where oid = $5::regclass) limit 1`,
    values: [from, to, partRows, PART_SHARE, partition],
  });
  return rows.length > 0;
}

/** Left behind by builds that were interrupted. */
export async function brokenIndexes(database: Database): Promise<string[]> {
  return namesOf(database, 'not pg_index.indisvalid');
}

/** Parts of days that have an index as a whole. */
export async function needlessParts(database: Database): Promise<string[]> {
  const isWhole = `exists (select 1 from pg_index whole where whole.indexrelid = to_regclass(day.relname || '_text_idx') and whole.indisvalid)`;
  return namesOf(database, `index.relname ~ '_text_\\d+_\\d+$' and ${isWhole}`);
}

async function namesOf(database: Database, condition: string): Promise<string[]> {
  const rows = await database.query<{ name: string }>({
    text: `select index.relname as name from pg_inherits i join pg_class day on day.oid = i.inhrelid
           join pg_index on pg_index.indrelid = day.oid join pg_class index on index.oid = pg_index.indexrelid
           where i.inhparent = any($1::regclass[]) and index.relname ~ '_\\d{8}_text_' and ${condition}`,
    values: [TEXTS.map(({ table }) => table)],
  });
  return rows.map(({ name }) => name);
}
