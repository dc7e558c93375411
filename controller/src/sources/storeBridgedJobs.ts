import type { BridgedJob, BridgeJobsResponse } from '@openvcloud/contract';
import type { Transaction } from '../database/queryable';
import { notingJobs } from '../journal/changes';
import { JOB_TABLE, jobColumns, jobRow, selected, typedColumns, type JobColumnName } from '../query/jobTable';
import { bridgedGuid } from './bridgedGuid';
import { grouped } from './grouped';
import { planBridged, type BridgedChange, type KnownJob, type Telling } from './planBridged';
import { wasRemoved } from './removedSpans';

const KNOWN = `${selected(['guid', 'gid', 'timeCreate', 'state', 'nativeState', 'timeKnown', 'unknownFields', 'toldHash'])}, is_live as "isLive"`;

/** What a bridge may set: the counted lines and what dispatch does are not among it. */
const BRIDGED: readonly JobColumnName[] = [
  ...jobColumns(({ isBorn, atEnd }) => isBorn === true || atEnd === 'set').filter((name) => name !== 'guid'),
  'toldHash',
];
const NAMES = BRIDGED.map((name) => JOB_TABLE[name].sql);

/** Stores jobs as their source has them now, in one transaction of whoever holds the source. Those that are told again change nothing. */
export async function storeBridgedJobs(
  transaction: Transaction,
  { home, ...telling }: Telling & { home: number; /** Older ones would be dropped at once. */ oldest: number },
  jobs: readonly BridgedJob[]
): Promise<BridgeJobsResponse> {
  // Told twice in one batch: the later one counts.
  const told = [...new Map(jobs.map((job) => [job.key, job])).values()];
  const known = await loadKnown(
    transaction,
    told.map(({ key }) => bridgedGuid(telling.source, 'job', key))
  );
  const changes = told.flatMap((job) => {
    const guid = bridgedGuid(telling.source, 'job', job.key);
    return planBridged(job, known.get(guid), telling) ?? [];
  });
  const born = changes.filter((change) => change.known === null);
  const kept = await notRemoved(transaction, home, telling.oldest, born);
  const changed = changes.filter((change) => change.known !== null);
  for (const [gid, ofGrid] of grouped(kept, (change) => change.gid)) {
    await insertJobs(transaction, gid, ofGrid);
  }
  for (const [gid, ofGrid] of grouped(changed, (change) => change.gid)) {
    await updateJobs(transaction, gid, ofGrid);
  }
  const removed = born.length - kept.length;
  const same = jobs.length - changes.length;
  return { created: kept.length, changed: changed.length, same, removed };
}

/** Locked: lines of theirs may be counted at the same time. */
async function loadKnown(transaction: Transaction, guids: readonly string[]): Promise<Map<string, KnownJob>> {
  const rows = await transaction.query<KnownJob>(
    { text: `select ${KNOWN} from jobs where guid = any($1::text[]) order by guid for update`, values: [guids] },
    { name: 'lock_bridged' }
  );
  return new Map(rows.map((row) => [row.guid, row]));
}

/** What was purged, or whose day was dropped or would be at once, does not come back. */
async function notRemoved(
  transaction: Transaction,
  home: number,
  oldest: number,
  born: readonly BridgedChange[]
): Promise<BridgedChange[]> {
  const young = born.filter(({ columns }) => Number(columns.timeCreate) >= oldest);
  if (young.length === 0) {
    return [];
  }
  const rows = await transaction.query<{ guid: string }>(
    {
      text: `select guid from unnest($2::text[], $3::bigint[]) as told (guid, time_create) where not ${wasRemoved('jobs', 'told.time_create', '$1::integer')}`,
      values: [home, young.map(({ guid }) => guid), young.map(({ columns }) => columns.timeCreate)],
    },
    { name: 'not_removed' }
  );
  const guids = new Set(rows.map(({ guid }) => guid));
  return young.filter(({ guid }) => guids.has(guid));
}

async function insertJobs(transaction: Transaction, gid: number, changes: readonly BridgedChange[]): Promise<void> {
  const columns = ['guid', ...NAMES].join(', ');
  await transaction.query(
    {
      text: notingJobs(`insert into jobs as j (gid, is_live, ${columns})
             select $1, is_live, ${columns} from json_populate_recordset(null::jobs, $2)`),
      values: [gid, JSON.stringify(changes.map((one) => ({ ...jobRow(one.columns), is_live: one.isLive })))],
    },
    { name: 'insert_bridged' }
  );
}

/** Only columns that were told are set. A row moves between what is live and the history, and between days, as what was told wants it. */
async function updateJobs(transaction: Transaction, gid: number, changes: readonly BridgedChange[]): Promise<void> {
  const assigned = NAMES.map((name) => `${name} = case when '${name}' = any(e.told) then e.${name} else j.${name} end`);
  const rows = changes.map(({ known, columns, isLive }) => {
    const row = jobRow(columns);
    const { timeCreate, isLive: wasLive } = known as KnownJob;
    return { ...row, told: Object.keys(row), is_live: isLive, was_live: wasLive, was_created: timeCreate };
  });
  await transaction.query(
    {
      text: notingJobs(`update jobs j set is_live = e.is_live, ${assigned.join(', ')}
             from json_to_recordset($2) as e (${typedColumns(['guid', ...BRIDGED])}, told text[], is_live boolean, was_live boolean, was_created bigint)
             where j.gid = $1 and j.is_live = e.was_live and j.time_create = e.was_created and j.guid = e.guid`),
      values: [gid, JSON.stringify(rows)],
    },
    { name: 'update_bridged' }
  );
}
