import type { Queryable, QueryOptions } from '../database/queryable';
import { Parameters } from '../database/parameters';
import type { FailureQuestion } from '../query/question';
import { failureRows } from './failureRows';
import type { GroupFacts } from './groupStatus';

/** A group with what was decided of it, and how many of its jobs failed in the window. */
export interface StoredGroup extends GroupFacts {
  gid: number;
  id: number;
  /** Its own number, and those of the groups merged into it. */
  ids: number[];
  key: string;
  signature: string;
  signatures: string[];
  count: number;
  lastSeen: number;
  firstScript: string | null;
  firstVersion: number | null;
  afterEditMs: number | null;
  resolvedBy: string | null;
  ignoredBy: string | null;
  note: string | null;
  notedBy: string | null;
}

const HOUR_MS = 3_600_000;

/** What reads with a budget, and what reads in a transaction. */
export type Read = <Row extends Record<string, unknown>>(
  sql: { text: string; values: unknown[] },
  options: QueryOptions
) => Promise<Row[]>;

/** Groups with a failed job in the window, the most frequent first. */
export function readGroups(
  read: Read,
  question: FailureQuestion,
  now: number,
  options: QueryOptions
): Promise<StoredGroup[]> {
  const parameters = new Parameters();
  const rows = failureRows(question, parameters);
  return readSome(
    read,
    `(select gid, root as id, count(*) as count from ${rows} group by 1, 2)`,
    now,
    parameters,
    options
  );
}

/** One group, or the one it was merged into, with all its jobs that are kept; of any grid with null. */
export async function readGroup(
  read: Read,
  gid: number | null,
  key: string,
  now: number,
  options: QueryOptions
): Promise<StoredGroup | undefined> {
  const parameters = new Parameters();
  const known = `(select gid, coalesce(merged_into, id) as id,
      (select count(*) from failures f join failure_groups m on m.gid = f.gid and m.id = f.group_id
       where m.gid = g.gid and coalesce(m.merged_into, m.id) = coalesce(g.merged_into, g.id)) as count
    from failure_groups g where key = ${parameters.add(key)} and (${parameters.add(gid)}::integer is null or gid = ${parameters.add(gid)}))`;
  const [group] = await readSome(read, known, now, parameters, options);
  return group;
}

function readSome(
  read: Read,
  counted: string,
  now: number,
  parameters: Parameters,
  options: QueryOptions
): Promise<StoredGroup[]> {
  const at = `${parameters.add(now)}::bigint`;
  const ofGroup = 'f.gid = g.gid and f.group_id = any(m.ids)';
  const text = `select g.gid, g.id, m.ids, g.key, g.signature, m.signatures, c.count, m.first_seen as "firstSeen", m.last_seen as "lastSeen",
      g.first_script as "firstScript", g.first_version as "firstVersion", g.resolved_at as "resolvedAt", g.resolved_by as "resolvedBy",
      g.ignored_at as "ignoredAt", g.ignored_by as "ignoredBy", g.ignored_until as "ignoredUntil", g.ignored_count as "ignoredCount",
      g.ignored_per_hour as "ignoredPerHour", g.ignored_version as "ignoredVersion", g.note, g.noted_by as "notedBy",
      g.resolved_at is not null and exists (select 1 from failures f where ${ofGroup} and f.known > g.resolved_at
        and (g.resolved_version is null or f.version is null or f.version >= g.resolved_version)) as "hasRegressed",
      case when g.ignored_count is null then 0
        else (select count(*) from failures f where ${ofGroup} and f.known > g.ignored_at) end as "sinceIgnored",
      case when g.ignored_per_hour is null then 0
        else (select count(*) from failures f where ${ofGroup} and f.known > ${at} - ${HOUR_MS}) end as "lastHour",
      (select max(version) from jumpscripts s where s.gid = g.gid and s.id = g.first_script) as "currentVersion",
      (select g.first_seen - s.created_at from jumpscripts s
       where s.gid = g.gid and s.id = g.first_script and s.version = g.first_version and s.created_at <= g.first_seen) as "afterEditMs"
    from ${counted} as c join failure_groups g on g.gid = c.gid and g.id = c.id
      cross join lateral (
        select array_agg(id order by id) as ids, array_agg(signature order by id = g.id desc, id) as signatures, min(first_seen) as first_seen,
          max(greatest(last_seen, (select max(known) from failures f where f.gid = m.gid and f.group_id = m.id))) as last_seen
        from failure_groups m where m.gid = g.gid and (m.id = g.id or m.merged_into = g.id)) as m
    order by c.count desc, g.key`;
  return read<StoredGroup & Record<string, unknown>>(
    { text, values: parameters.values },
    { ...options, name: 'failure_groups' }
  );
}

/** As a transaction reads. */
export function readingOf(transaction: Queryable): Read {
  return (sql, options) => transaction.query(sql, options);
}
