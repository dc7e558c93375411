import pg from 'pg';
import type { NotedRun, StoredJob, StoredRun, StoredSample } from './evidence';
import { LineFold, type LineRow } from './foldLines';
import { LINE_MARK } from './scriptLine';

const CMD = 'count';
const LINES_AT_ONCE = 10_000;

/** A job that an agent has, and its attempt. */
export interface HeldJob {
  guid: string;
  attempt: number;
}

/** The database's own account of a fault run. */
export class Ledger {
  private readonly pool: pg.Pool;

  constructor(url: string) {
    this.pool = new pg.Pool({ connectionString: url, max: 4, connectionTimeoutMillis: 5000 });
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

  /** Hostile jobs that ended as their agent says, which has seen all of their processes end. */
  async hostileEnds(): Promise<string[]> {
    const rows = await this.ask<{ guid: string }>(
      `select guid from jobs where not is_live and 'hostile' = any(tags) and native_state in ('OK', 'ERROR', 'TIMEOUT')`
    );
    return rows.map(({ guid }) => guid);
  }

  /** The session of the agent that registered last for this node. */
  async session(nid: number): Promise<string> {
    const [row] = await this.ask<{ id: string }>('select session_id as id from nodes where nid = $1', [nid]);
    return row?.id ?? '';
  }

  /** Jobs that the agent with this session has. */
  held(session: string): Promise<HeldJob[]> {
    return this.ask<HeldJob>('select guid, attempt from jobs_live where session_id = $1', [session]);
  }

  /** Those whose attempt was given up: they ended as lost, or are tried again. */
  async givenUp(held: readonly HeldJob[]): Promise<number> {
    const [row] = await this.ask<{ count: string }>(
      `select count(*) from jobs j join unnest($1::text[], $2::integer[]) as h (guid, attempt) using (guid)
       where j.attempt > h.attempt or j.native_state = 'AGENT_LOST'`,
      [held.map(({ guid }) => guid), held.map(({ attempt }) => attempt)]
    );
    return Number(row?.count);
  }

  /** The least that is left of the leases of these jobs; undefined: none has one. */
  async leaseLeftMs(guids: readonly string[]): Promise<number | undefined> {
    const [row] = await this.ask<{ left: number | null }>(
      `select min(lease_until - extract(epoch from clock_timestamp()) * 1000)::float8 as left from jobs_live where guid = any($1)`,
      [guids]
    );
    return row?.left ?? undefined;
  }

  /** Lines that were left out of a job which has ended; undefined: it has not. */
  async droppedLines(guid: string): Promise<number | undefined> {
    const [row] = await this.ask<{ dropped: number }>(
      'select dropped_lines::int as dropped from jobs where guid = $1 and not is_live',
      [guid]
    );
    return row?.dropped;
  }

  async jobs(): Promise<StoredJob[]> {
    const rows = await this.ask<StoredJob & { args: string; result: string | null; sessionId: string | null }>(`
      select j.guid, min(nid) as nid, bool_and(not is_live) as "isTerminal", min(native_state) as "nativeState",
        max(attempt) as attempt, max(time_create)::float8 as "timeCreate", max(time_stop)::float8 as "timeStop",
        max(session_id) as "sessionId", max(result) as result, max(error_type) as "errorType",
        max(error_message) as "errorMessage", max(log_lines)::int as "logLines", max(dropped_lines)::int as "droppedLines",
        max(args) as args, count(*)::int as copies, coalesce(max(l.rows), 0)::int as "lineRows"
      from jobs j left join (select job_guid as guid, count(*) as rows from log_lines group by 1) l using (guid)
      where cmd = '${CMD}' group by j.guid`);
    return rows.map(({ sessionId, args, ...job }) => ({
      ...job,
      ...kindOf(args),
      result: parseJson(job.result),
      // A session is named by the moment when its agent started.
      agentSince: sessionId === null ? null : Number(sessionId.slice(0, 13)),
    }));
  }

  async ends(): Promise<string[]> {
    return (await this.ask<{ guid: string }>('select guid from fault_ends')).map(({ guid }) => guid);
  }

  /** In the order that readers of a job's log get them: there are too many to hold them all. */
  async lines(runs: readonly NotedRun[]): Promise<StoredRun[]> {
    const fold = new LineFold(runs);
    const client = await this.pool.connect();
    try {
      await client.query('begin');
      await client.query({
        text: `declare lines cursor for select job_guid as guid, seq::float8 as seq, message from log_lines
               where cmd = '${CMD}' and starts_with(message, '${LINE_MARK}') order by job_guid, time, seq`,
      });
      for (let count = LINES_AT_ONCE; count === LINES_AT_ONCE;) {
        const { rows } = await client.query<LineRow>(`fetch ${LINES_AT_ONCE} from lines`);
        rows.forEach((row) => fold.add(row));
        count = rows.length;
      }
      await client.query('commit');
    } finally {
      client.release();
    }
    return fold.result();
  }

  samples(): Promise<StoredSample[]> {
    return this.ask<StoredSample>(
      'select nid, time::float8 as time, count(*)::int as values from node_stats group by 1, 2'
    );
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  private async ask<Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.pool.query<Row>(text, [...values])).rows;
  }
}

function kindOf(args: string): Pick<StoredJob, 'kind'> {
  const { act } = JSON.parse(args) as { act?: { kind: string } };
  return act === undefined ? {} : { kind: act.kind };
}

/** undefined: there is none, or it is not JSON. */
function parseJson(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
