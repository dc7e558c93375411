import { LIMITS, limitTags, limitText, type BridgedLine, type BridgeLogsResponse } from '@openvcloud/contract';
import { createHash } from 'node:crypto';
import type { Transaction } from '../database/queryable';
import type { LineRange } from '../journal/changes';
import { storable, storableOrNull } from '../text/storable';
import { bridgedGuid } from './bridgedGuid';
import { grouped } from './grouped';
import { wasRemoved } from './removedSpans';

interface Telling {
  home: number;
  source: string;
  /** Older lines would be dropped at once. */
  oldest: number;
}

interface LineRow {
  gid: number;
  nid: number;
  job_guid: string;
  time: number;
  seq: number;
  size: number;
}

/**
 * Stores lines that are not here yet: a line is known by its job or node, its time and its own number. In one transaction of
 * whoever holds the source.
 */
export async function storeBridgedLines(
  transaction: Transaction,
  { home, source, oldest }: Telling,
  lines: readonly BridgedLine[]
): Promise<BridgeLogsResponse> {
  const rows = lines.filter(({ time }) => time >= oldest).map((line) => lineRow(line, source));
  let stored = 0;
  for (const [gid, ofGrid] of grouped(rows, ({ gid }) => gid)) {
    const kept = await insertLines(transaction, home, source, gid, ofGrid);
    await countLines(transaction, gid, kept);
    stored += kept.length;
  }
  return { stored, left: lines.length - stored };
}

function lineRow(line: BridgedLine, source: string) {
  const { text, truncatedFrom } = limitText(line.message, LIMITS.messageBytes);
  const { jobKey, order } = line;
  return {
    gid: line.gid,
    nid: line.nid,
    node_name: storableOrNull(line.nodeName),
    job_guid: jobKey === undefined ? '' : bridgedGuid(source, 'job', jobKey),
    time: line.time,
    seq: jobKey === undefined ? nodeSeq(line, source) : order,
    level: line.level,
    native_level: storableOrNull(line.nativeLevel),
    app_name: storable(line.appName ?? ''),
    category: storable(line.category ?? ''),
    message: storable(text),
    truncated_from: truncatedFrom ?? null,
    organization: storable(line.organization ?? ''),
    cmd: storable(line.cmd ?? ''),
    pid: line.pid ?? null,
    tags: limitTags(line.tags ?? []).map(storable),
  };
}

/** Lines without a job share one place: their number says also whose they are, and what they say. 32 bits of order, 21 of that: what JavaScript holds. */
function nodeSeq({ nid, order, level, message }: BridgedLine, source: string): number {
  const digest = createHash('sha256')
    .update(JSON.stringify([source, nid, level, message]))
    .digest();
  return order * 2 ** 21 + (digest.readUInt32BE(0) >>> 11);
}

const TYPED =
  'nid integer, node_name text, job_guid text, time bigint, seq bigint, level smallint, native_level text, app_name text, category text, message text, truncated_from bigint, organization text, cmd text, pid integer, tags text[]';
const NAMES = TYPED.replace(/ [a-z[\]]+(?=,|$)/g, '');

/** Lines of a job that was purged do not come back either. */
function insertLines(
  transaction: Transaction,
  home: number,
  source: string,
  gid: number,
  rows: ReadonlyArray<ReturnType<typeof lineRow>>
): Promise<LineRow[]> {
  return transaction.query<LineRow>(
    {
      text: `insert into log_lines (gid, source, ${NAMES})
             select $1, $4, ${NAMES} from json_to_recordset($3) as l (${TYPED})
             where not ${wasRemoved('logs', 'l.time', '$2::integer')}
               and (l.job_guid = '' or not ${wasRemoved('jobs', 'l.time', '$2::integer')} or exists (select 1 from jobs j where j.guid = l.job_guid))
             on conflict do nothing
             returning gid, nid, job_guid, time, seq, length(message) as size`,
      values: [gid, home, JSON.stringify(rows), source],
    },
    { name: 'insert_bridged_lines' }
  );
}

/** Jobs say how many lines they have; who follows live is told of them. */
async function countLines(transaction: Transaction, gid: number, rows: readonly LineRow[]): Promise<void> {
  if (rows.length === 0) {
    return;
  }
  const ranges = [...grouped(rows, ({ job_guid }) => job_guid)].map(([guid, ofJob]) => rangeOf(guid, ofJob));
  const jobs = ranges.filter(({ guid }) => guid !== '');
  await transaction.query(
    {
      text: `update jobs j set log_lines = j.log_lines + n.count from unnest($1::text[], $2::bigint[]) as n (guid, count) where j.guid = n.guid`,
      values: [jobs.map(({ guid }) => guid), jobs.map(({ count }) => count)],
    },
    { name: 'count_bridged_lines' }
  );
  await transaction.query({ text: 'select note_changes($1, null, $2)', values: [gid, JSON.stringify(ranges)] });
}

function rangeOf(guid: string, rows: readonly LineRow[]): LineRange {
  const range = {
    guid,
    from_time: Infinity,
    to_time: -Infinity,
    from_seq: Infinity,
    to_seq: -Infinity,
    count: 0,
    size: 0,
  };
  for (const { time, seq, size } of rows) {
    range.from_time = Math.min(range.from_time, time);
    range.to_time = Math.max(range.to_time, time);
    range.from_seq = Math.min(range.from_seq, seq);
    range.to_seq = Math.max(range.to_seq, seq);
    range.count += 1;
    range.size += size;
  }
  return range;
}
