import type { BridgeOpenRequest, BridgeStatusRequest, Source, SourceList } from '@openvcloud/contract';
import type { Database } from '../database/database';
import type { Queryable, QueryOptions } from '../database/queryable';
import { ApiError } from '../errors/errors';

/** A bridge that is not heard for so long has left its source: a new one may take it. */
export const HOLD_MS = 20_000;
/** Periods without success until a source counts as behind. */
const PATIENCE = 3;

type Progress = Omit<BridgeStatusRequest, 'instance' | 'state'>;

const NO_PROGRESS: Progress = {
  asOf: null,
  lastSuccess: null,
  lastError: null,
  rowsRead: 0,
  skipped: 0,
  openJobs: 0,
  cut: [],
  lost: [],
};

interface SourceRow {
  name: string;
  kind: Source['kind'];
  period_ms: number;
  first_seen: number;
  last_contact: number;
  created: number;
  changed: number;
  status: string | null;
}

/** Takes the source for this bridge, or says who has it. Answers what the last status wanted to be told. */
export async function takeSource(
  transaction: Queryable,
  { name, home, kind, periodMs, instance }: BridgeOpenRequest & { name: string; home: number },
  now: number
): Promise<string | null> {
  const [row] = await transaction.query<{ state: string | null }>({
    text: `insert into sources as s (name, home, kind, period_ms, first_seen, last_contact, holder, held_until)
           values ($1, $2, $3, $4, $5, $5, $6, $7)
           on conflict (name) do update set kind = excluded.kind, period_ms = excluded.period_ms, last_contact = excluded.last_contact,
             holder = excluded.holder, held_until = excluded.held_until
           where s.home = excluded.home and (s.holder = excluded.holder or s.held_until < excluded.last_contact)
           returning state`,
    values: [name, home, kind, periodMs, now, instance, now + HOLD_MS],
  });
  if (row === undefined) {
    throw taken(name);
  }
  return row.state;
}

/** Whoever brings rows must have the source; it is his for longer with each request. Locks it: rows of a source come one batch after the other. */
export async function holdSource(
  transaction: Queryable,
  { name, home, instance }: { name: string; home: number; instance: string },
  now: number
): Promise<void> {
  const rows = await transaction.query({
    text: `update sources set last_contact = $4, held_until = $5
           where name = $1 and home = $2 and holder = $3 returning name`,
    values: [name, home, instance, now, now + HOLD_MS],
  });
  if (rows.length === 0) {
    throw taken(name);
  }
}

export async function leaveSource(
  database: Queryable,
  { name, home, instance }: { name: string; home: number; instance: string }
): Promise<void> {
  await database.query({
    text: 'update sources set held_until = 0 where name = $1 and home = $2 and holder = $3',
    values: [name, home, instance],
  });
}

function taken(name: string): ApiError {
  return new ApiError(
    'SOURCE_TAKEN',
    `Expected the bridge that has source ${name}, got another one: it was not opened, or another bridge has it.`
  );
}

export async function countBridged(
  transaction: Queryable,
  name: string,
  { created, changed }: { created: number; changed: number }
): Promise<void> {
  if (created + changed > 0) {
    await transaction.query({
      text: 'update sources set created = created + $2, changed = changed + $3 where name = $1',
      values: [name, created, changed],
    });
  }
}

export async function noteProgress(
  transaction: Queryable,
  name: string,
  { instance: _instance, state, ...progress }: BridgeStatusRequest
): Promise<void> {
  await transaction.query({
    text: 'update sources set status = $2, state = coalesce($3, state) where name = $1',
    values: [name, JSON.stringify(progress), state],
  });
}

/** Jobs of the source that have not ended here, oldest first. */
export function listOpenJobs(
  database: Queryable,
  name: string
): Promise<Array<{ key: string; nativeState: string; timeCreate: number }>> {
  return database.query(
    {
      text: `select native_id as key, native_state as "nativeState", time_create as "timeCreate" from jobs_live
             where source = $1 and native_id is not null order by time_create, native_id limit 200000`,
      values: [name],
    },
    { name: 'open_bridged' }
  );
}

/** Sources of this home, or of all. */
export async function listSources(
  database: Database,
  home: number | null,
  now: number,
  options: QueryOptions
): Promise<SourceList> {
  const rows = await database.read<SourceRow>(
    { text: 'select * from sources where $1::integer is null or home = $1 order by name', values: [home] },
    { ...options, name: 'list_sources' }
  );
  return { items: rows.map((row) => toSource(row, now)), asOf: now };
}

function toSource(row: SourceRow, now: number): Source {
  // It was validated when it came.
  const progress = row.status === null ? NO_PROGRESS : (JSON.parse(row.status) as Progress);
  const { lastSuccess } = progress;
  return {
    name: row.name,
    kind: row.kind,
    periodMs: row.period_ms,
    firstSeen: row.first_seen,
    lastContact: row.last_contact,
    ...progress,
    lagMs: lastSuccess === null ? null : Math.max(0, now - lastSuccess),
    created: row.created,
    changed: row.changed,
    behind: whyBehind({ name: row.name, kind: row.kind, periodMs: row.period_ms, ...progress }, now),
  };
}

/** Pure. Why rows of a source may be missing here; null: it is up to date. */
export function whyBehind(
  {
    name,
    kind,
    periodMs,
    lastSuccess,
    asOf,
    lastError,
    cut,
    lost,
  }: Progress & Pick<Source, 'name' | 'kind' | 'periodMs'>,
  now: number
): string | null {
  const what = `Source ${name} (${kind.toUpperCase()})`;
  const because = lastError === null ? '' : `: ${lastError}`;
  if (lastSuccess === null) {
    return `${what} has not been read yet${because}.`;
  }
  if (now - lastSuccess > PATIENCE * periodMs) {
    return `${what} is behind: its rows are those of ${iso(asOf ?? lastSuccess)}${because}.`;
  }
  const gaps = [
    ...cut.map(({ from, to }) => `cut between ${iso(from)} and ${iso(to)}`),
    ...lost.map(({ from, to }) => `lost between ${iso(from)} and ${iso(to)}`),
  ];
  return gaps.length === 0
    ? null
    : `${what} has gaps: ${gaps.slice(0, 3).join(', ')}${gaps.length > 3 ? ' and more' : ''}.`;
}

function iso(time: number): string {
  return new Date(Math.min(time, 8.64e15)).toISOString();
}
