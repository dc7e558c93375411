import type { Logger } from 'pino';
import type { Database, QueryOptions } from '../database/database';
import { JOB_SEARCH_COLUMNS } from './jobColumns';
import type { TimeRange } from './searchSlices';

export const INDEX_TEXT_EVERY_MS = 10 * 60_000;
const DAY_MS = 86_400_000;
/** Reports of a day's last minutes may come later. */
const SETTLED_MS = 3_600_000;
/** Any number that nothing else locks: of several controllers one builds. */
const LOCK = 7_238_004;

const EXTENSIONS = ['pg_trgm', 'btree_gin'] as const;

const trigrams = (columns: readonly string[]) => columns.map((column) => `${column} gin_trgm_ops`).join(', ');
/**
 * The texts that are searched. One index over all columns serves a search in any of them, and free text in all. The job
 * is in that of the lines, so that a text common in other jobs' lines is looked up in one job's without reading theirs.
 */
const TEXTS = [
  { table: 'jobs_done', columns: trigrams(JOB_SEARCH_COLUMNS) },
  { table: 'log_lines', columns: `job_guid, ${trigrams(['message'])}` },
] as const;

export interface TextIndexDeps {
  database: Database;
  now: () => number;
  log: Logger;
}

/**
 * Gives every day that is over a trigram index (docs/adr/0007): adding lines to one as they come would cost ten times
 * what storing them costs. The days not indexed yet are searched by reading them.
 */
export class TextIndexes {
  private readonly deps: TextIndexDeps;
  private hasWarned = false;

  constructor(deps: TextIndexDeps) {
    this.deps = deps;
  }

  async pass(signal: AbortSignal): Promise<void> {
    if (await this.canIndex()) {
      await this.buildMissing(signal);
    }
  }

  /** A PostgreSQL of somebody else may not let us: then searches still answer, only slower. */
  private async canIndex(): Promise<boolean> {
    const { database, log } = this.deps;
    try {
      for (const name of EXTENSIONS) {
        const found = await database.query({ text: 'select 1 from pg_extension where extname = $1', values: [name] });
        if (found.length === 0) {
          await database.query({ text: `create extension if not exists ${name}`, values: [] });
        }
      }
      return true;
    } catch (error) {
      if (!this.hasWarned) {
        log.warn(
          { err: error },
          'Expected PostgreSQL to let the controller create the extensions pg_trgm and btree_gin, it refused. Text search reads every row of its time range until the database owner runs "create extension pg_trgm; create extension btree_gin" there.'
        );
        this.hasWarned = true;
      }
      return false;
    }
  }

  private async buildMissing(signal: AbortSignal): Promise<void> {
    const { database, now, log } = this.deps;
    const client = await database.connect();
    try {
      const { rows } = await client.query<{ pid: number; is_mine: boolean }>(
        'select pg_backend_pid() as pid, pg_try_advisory_lock($1) as is_mine',
        [LOCK]
      );
      const [session] = rows;
      if (session?.is_mine !== true) {
        return;
      }
      const cancel = () =>
        void database.query({ text: 'select pg_cancel_backend($1)', values: [session.pid] }).catch(() => undefined);
      signal.addEventListener('abort', cancel, { once: true });
      const missing = await missingIndexes(database, now() - SETTLED_MS);
      for (const { partition, columns, isBroken } of missing) {
        if (signal.aborted) {
          break;
        }
        const index = indexName(partition);
        if (isBroken) {
          await client.query(`drop index concurrently if exists ${index}`);
        }
        // Concurrently: nobody who reads or writes that day waits.
        await client.query(`create index concurrently if not exists ${index} on ${partition} using gin (${columns})`);
        // Without statistics of the day PostgreSQL cannot tell a rare word from a common one.
        await client.query(`analyze ${partition}`);
        log.info({ partition }, 'text index built');
      }
      signal.removeEventListener('abort', cancel);
    } catch (error) {
      if (!signal.aborted) {
        throw error;
      }
    } finally {
      await client.end();
    }
  }
}

/** The days whose lines have one. */
export async function indexedDays(database: Database, options: QueryOptions): Promise<TimeRange[]> {
  const rows = await database.read<{ from: number }>(
    {
      text: `select (extract(epoch from to_date(right(day.relname, 8), 'YYYYMMDD')) * 1000)::bigint as "from"
             from pg_inherits i join pg_class day on day.oid = i.inhrelid
             join pg_index index on index.indrelid = day.oid and index.indexrelid = to_regclass(day.relname || '_text_idx')
             where i.inhparent = 'log_lines'::regclass and day.relname ~ '_\\d{8}$' and index.indisvalid`,
      values: [],
    },
    { ...options, name: 'indexed_days' }
  );
  return rows.map(({ from }) => ({ from, to: from + DAY_MS }));
}

function indexName(partition: string): string {
  return `${partition}_text_idx`;
}

interface MissingIndex {
  partition: string;
  columns: string;
  /** Left behind by a build that was interrupted. */
  isBroken: boolean;
}

/** Days that ended before `settled`, newest first: they are searched most. */
async function missingIndexes(database: Database, settled: number): Promise<MissingIndex[]> {
  const today = new Date(Math.floor(settled / DAY_MS) * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '');
  const found: MissingIndex[] = [];
  for (const { table, columns } of TEXTS) {
    const rows = await database.query<{ partition: string; is_broken: boolean }>({
      text: `select day.relname as partition, index.indexrelid is not null as is_broken
             from pg_inherits i join pg_class day on day.oid = i.inhrelid
             left join pg_index index on index.indrelid = day.oid and index.indexrelid = to_regclass(day.relname || '_text_idx')
             where i.inhparent = $1::regclass and day.relname ~ '_\\d{8}$' and right(day.relname, 8) < $2
               and index.indisvalid is not true
             order by day.relname desc`,
      values: [table, today],
    });
    found.push(...rows.map(({ partition, is_broken }) => ({ partition, columns, isBroken: is_broken })));
  }
  return found;
}
