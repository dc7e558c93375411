import { existsSync, readFileSync } from 'node:fs';
import pg from 'pg';
import type { Evidence, NotedRun, StoredJob, StoredLines } from './verdict';

const CMD = 'count';

/** The database's own account of a fault run. */
export class Ledger {
  private readonly pool: pg.Pool;

  constructor(url: string) {
    this.pool = new pg.Pool({ connectionString: url, max: 2, connectionTimeoutMillis: 5000 });
    this.pool.on('error', () => undefined);
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }

  /** Notes each time a job becomes terminal, whichever statement does it. A row that moves between partitions is inserted. */
  async install(): Promise<void> {
    await this.pool.query(`
      create table fault_ends (guid text not null);
      create function note_end() returns trigger language plpgsql as
        $$ begin insert into fault_ends values (new.guid); return null; end $$;
      create trigger note_end after insert on jobs for each row when (not new.is_live) execute function note_end();
      create trigger note_change after update on jobs for each row
        when (not new.is_live and (new.state <> old.state or new.time_stop <> old.time_stop)) execute function note_end();`);
  }

  /** All agents have registered, and a controller has read the JumpScript. */
  async isReady(agents: number): Promise<boolean> {
    const [row] = await this.ask<{ nodes: string; scripts: string }>(
      `select (select count(*) from nodes) as nodes, (select count(*) from jumpscripts where name = '${CMD}') as scripts`
    );
    return Number(row?.nodes) === agents && Number(row?.scripts) > 0;
  }

  async endedCount(): Promise<number> {
    const [row] = await this.ask<{ count: string }>('select count(*) from fault_ends');
    return Number(row?.count);
  }

  async liveCount(): Promise<number> {
    const [row] = await this.ask<{ count: string }>(`select count(*) from jobs where is_live and cmd = '${CMD}'`);
    return Number(row?.count);
  }

  /** An agent of this node has a lease on some job. */
  async hasLease(nid: number): Promise<boolean> {
    const [row] = await this.ask<{ count: string }>(
      `select count(*) from jobs_live where nid = ${nid} and session_id is not null`
    );
    return Number(row?.count) > 0;
  }

  async read(acknowledged: readonly string[], record: string): Promise<Evidence> {
    const jobs = await this.ask<StoredJob>(`
      select guid, bool_and(not is_live) as "isTerminal", min(native_state) as "nativeState", max(attempt) as attempt,
        max(log_lines)::int as "logLines", max(dropped_lines)::int as "droppedLines", count(*)::int as copies
      from jobs where cmd = '${CMD}' group by guid`);
    const ends = await this.ask<{ guid: string }>('select guid from fault_ends');
    // Lines of runs, and those that the controllers wrote about attempts: a job counts both.
    const stored = await this.ask<StoredLines>(`
      select job_guid as guid, case category when 'attempt.outcome' then category else split_part(message, ' ', 1) end as run, count(*)::int as rows,
        count(distinct message)::int as distinct
      from log_lines where cmd = '${CMD}' and (message like '% line %' or category = 'attempt.outcome') group by 1, 2`);
    return { acknowledged, jobs, ends: ends.map(({ guid }) => guid), runs: readRuns(record), stored };
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  private async ask<Row extends pg.QueryResultRow>(text: string): Promise<Row[]> {
    return (await this.pool.query<Row>(text)).rows;
  }
}

/** The file the JumpScripts append to: "<guid> <run> start | <line> | end". */
function readRuns(record: string): NotedRun[] {
  const runs = new Map<string, NotedRun>();
  const notes = existsSync(record) ? readFileSync(record, 'utf8').split('\n') : [];
  for (const note of notes) {
    const [guid = '', run = '', what = ''] = note.split(' ');
    if (what === '') {
      continue;
    }
    const noted = runs.get(run) ?? { guid, run, lines: 0, hasEnded: false };
    runs.set(run, noted);
    if (what === 'end') {
      noted.hasEnded = true;
    } else if (what !== 'start') {
      noted.lines = Number(what);
    }
  }
  return [...runs.values()];
}

/** True when the run of a job has noted `what`. */
export function hasNoted(record: string, guid: string, what: string): boolean {
  return (
    existsSync(record) &&
    readFileSync(record, 'utf8')
      .split('\n')
      .some((note) => note.startsWith(guid) && note.endsWith(` ${what}`))
  );
}
