import type { Database } from '../database/database';
import type { QueryOptions } from '../database/queryable';
import type { DayTable } from '../database/partitions';

const DAY_MS = 86_400_000;

/** Half-open, epoch milliseconds. Of a day that is not over parts have a text index, each one of its own. */
export interface IndexedRange {
  from: number;
  to: number;
  isPart: boolean;
}

/** The index of a day, or of a part of it, is found by its name. */
export function textIndexName(partition: string, part?: { from: number; to: number }): string {
  return part === undefined ? `${partition}_text_idx` : `${partition}_text_${part.from}_${part.to}`;
}

/** `log_lines_20260131_text_idx` → that day; null when it is no such name. */
export function rangeOfTextIndex(name: string): IndexedRange | null {
  const [, year, month, date, from, to] = /_(\d{4})(\d\d)(\d\d)_text_(?:idx|(\d+)_(\d+))$/.exec(name) ?? [];
  if (from !== undefined && to !== undefined) {
    return { from: Number(from), to: Number(to), isPart: true };
  }
  const day = Date.parse(`${year}-${month}-${date}`);
  return Number.isNaN(day) ? null : { from: day, to: day + DAY_MS, isPart: false };
}

/** Where the texts of a table can be looked up; in any order, and never two for the same time. */
export async function indexedRanges(
  database: Database,
  table: DayTable,
  options: QueryOptions
): Promise<IndexedRange[]> {
  const rows = await database.read<{ name: string }>(
    {
      text: `select index.relname as name from pg_inherits i join pg_class day on day.oid = i.inhrelid
             join pg_index on pg_index.indrelid = day.oid and pg_index.indisvalid
             join pg_class index on index.oid = pg_index.indexrelid
             where i.inhparent = $1::regclass and index.relname ~ '_\\d{8}_text_'`,
      values: [table],
    },
    { ...options, name: 'indexed_ranges' }
  );
  const ranges = rows.flatMap(({ name }) => rangeOfTextIndex(name) ?? []);
  const days = new Set(ranges.filter(({ isPart }) => !isPart).map(({ from }) => from));
  return ranges.filter(({ isPart, from }) => !isPart || !days.has(Math.floor(from / DAY_MS) * DAY_MS));
}
