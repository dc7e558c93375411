import type { KeptField } from '@openvcloud/contract';
import type { Database } from '../database/database';
import type { Transaction } from '../database/queryable';
import { vacuumRemoved } from '../database/vacuum';
import { COUNT_CUBES, type CountCube } from './countCubes';
import { JOB_COLUMNS } from '../query/jobColumns';

export const FOLD_EVERY_MS = 5_000;
/** Of deltas, at a time: about 160,000 rows. */
const PAGES_AT_ONCE = 2_000;
/** Any number that nothing else locks: of several controllers one folds, the others go on. */
const LOCK = 7_238_003;

/**
 * Adds what has ended lately to job_counts. A reader sees a delta or the count it went into, never both. By place in the
 * table, which is about the order of time: so each batch touches its own counts, and no batch passes over a former one's.
 */
export async function foldCounts(database: Database): Promise<void> {
  const pages = await countPages(database);
  let folded = 0;
  for (let page = 0; page < pages; page += PAGES_AT_ONCE) {
    folded += await database.transaction((transaction) => foldPages(transaction, page, page + PAGES_AT_ONCE));
  }
  await vacuumRemoved(database, 'job_count_deltas', folded);
}

async function countPages(database: Database): Promise<number> {
  const [row] = await database.query<{ pages: number }>({
    text: `select pg_relation_size('job_count_deltas') / current_setting('block_size')::bigint as pages`,
    values: [],
  });
  return row?.pages ?? 0;
}

async function foldPages(transaction: Transaction, from: number, to: number): Promise<number> {
  const [lock] = await transaction.query<{ is_mine: boolean }>({
    text: 'select pg_try_advisory_xact_lock($1) as is_mine',
    values: [LOCK],
  });
  if (lock?.is_mine !== true) {
    return 0;
  }
  const [row] = await transaction.query<{ taken: number; emptied: unknown[] }>(
    { text: FOLD, values: [`(${from},0)`, `(${to},0)`] },
    { name: 'fold_counts' }
  );
  if (row !== undefined && row.emptied.length > 0) {
    await transaction.query(
      { text: DELETE_EMPTIED, values: [JSON.stringify(row.emptied)] },
      { name: 'delete_emptied_counts' }
    );
  }
  return row?.taken ?? 0;
}

/** Counts of nothing are left where jobs were purged or a day was dropped. */
const DELETE_EMPTIED = `
  delete from job_counts as c using jsonb_to_recordset($1) as e (time_field smallint, level smallint, first integer, last integer)
  where c.time_field = e.time_field and c.level = e.level and c.start between e.first and e.last and c.count = 0`;

const DIMENSIONS = ['state', 'queue', 'source', 'organization', 'category', 'cmd', 'nid', 'node_name'];

/** What has been taken, per group of the cube and its narrowest width. */
function ofCube({ cube, fields, levels }: CountCube): string {
  const kept = fields.map((field: KeptField) => JOB_COLUMNS[field].sql);
  const columns = DIMENSIONS.map((name) =>
    kept.includes(name) ? name : `null${name === 'nid' ? '::integer' : '::text'} as ${name}`
  );
  const width = (levels.at(-1)?.width ?? 0) / 60_000;
  return `select time_field, minute / ${width} * ${width} as minute, gid, ${cube} as cube, ${columns.join(', ')}, sum(count) as count
    from taken group by time_field, minute / ${width}, ${kept.join(', ')}`;
}

const LEVELS = COUNT_CUBES.flatMap(({ cube, levels }) =>
  levels.map(({ level, width }) => `(${cube}, ${level}, ${width / 60_000})`)
);
/** The longest names of script and node together are more than the 2,704 bytes that an index takes: their key is a hash. */
const LONG_KEY_BYTES = 2_000;
const GROUP = `gid, cube, ${DIMENSIONS.join(', ')}`;

const FOLD = `
  with deleted as (
    delete from job_count_deltas where ctid >= $1::tid and ctid < $2::tid returning *
  ), taken as (
    select time_field, (minute / 60000)::integer as minute, gid, ${DIMENSIONS.join(', ')}, count from deleted
  ), grouped as materialized (
    select time_field, minute, case when octet_length(names) > ${LONG_KEY_BYTES} then md5(names) else names end as key, ${GROUP}, count from (
      select *, row(${GROUP})::text as names from (
        ${COUNT_CUBES.map(ofCube).join('\n        union all ')}
      ) as cubes
    ) as named
  ), added as (
    insert into job_count_groups (key, ${GROUP})
    select distinct on (gid, key) key, ${GROUP} from grouped
    where not exists (select 1 from job_count_groups as known where known.gid = grouped.gid and known.key = grouped.key)
    returning gid, id, key
  ), known as (
    select gid, id, key from added union all select gid, id, key from job_count_groups
  ), numbered as materialized (
    select time_field, minute, gid, id, cube, count from grouped join known using (gid, key)
  ), counted as (
    insert into job_counts as c (time_field, level, start, gid, group_id, count)
    select time_field, level, minute / width * width as start, gid, id, sum(count)
    from numbered join (values ${LEVELS.join(', ')}) as levels (cube, level, width) using (cube)
    group by 1, 2, 3, 4, 5 having sum(count) <> 0 order by 1, 2, 3, 4, 5
    on conflict (time_field, level, start, gid, group_id) do update set count = c.count + excluded.count
    returning time_field, level, start, count
  ), emptied as (
    select time_field, level, min(start) as first, max(start) as last from counted where count = 0 group by 1, 2
  )
  select (select count(*) from deleted) as taken, (select coalesce(jsonb_agg(emptied), '[]') from emptied) as emptied`;
