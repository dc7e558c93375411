import type { Database, Transaction } from '../database/database';
import { COUNT_WIDTHS } from './countSpans';

export const FOLD_EVERY_MS = 5_000;
const AT_ONCE = 100_000;
/** Any number that nothing else locks: of several controllers one folds, the others go on. */
const LOCK = 7_238_003;
/** Readers pass over rows that were folded until they are vacuumed away; for fewer it is not worth it. */
const WORTH_A_VACUUM = 1_000;

/** Adds what has ended lately to job_counts. A reader sees a delta or the count it went into, never both. */
export async function foldCounts(database: Database): Promise<void> {
  let folded = 0;
  let batch = 0;
  do {
    batch = await database.transaction(foldBatch);
    folded += batch;
  } while (batch === AT_ONCE);
  if (folded >= WORTH_A_VACUUM) {
    await database.query({ text: 'vacuum job_count_deltas', values: [] }, { name: 'vacuum_deltas' });
  }
}

const GROUP = 'gid, by_node, state, queue, organization, category, cmd, source, nid, node_name';

async function foldBatch(transaction: Transaction): Promise<number> {
  const [lock] = await transaction.query<{ is_mine: boolean }>({
    text: 'select pg_try_advisory_xact_lock($1) as is_mine',
    values: [LOCK],
  });
  if (lock?.is_mine !== true) {
    return 0;
  }
  const [row] = await transaction.query<{ taken: number }>(
    {
      text: `with taken as (
               delete from job_count_deltas where ctid = any (array(select ctid from job_count_deltas limit $1)) returning *
             ), with_nodes as (
               select is_stop, minute, true as by_node, gid, state, queue, organization, category, cmd, source, nid, node_name, sum(count) as count
               from taken group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
             ), grouped as (
               select is_stop, minute, row(${GROUP})::text as key, ${GROUP}, count from with_nodes
               union all
               select is_stop, minute, row(gid, by_node, state, queue, organization, category, cmd, source)::text, ${GROUP}, count
               from (select is_stop, minute, false as by_node, gid, state, queue, organization, category, cmd, source, null::integer as nid,
                       null::text as node_name, sum(count) as count
                     from with_nodes group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10) as without_nodes
             ), added as (
               insert into job_count_groups (key, ${GROUP}) select distinct key, ${GROUP} from grouped
               on conflict (gid, key) do nothing returning gid, id, key
             ), known as (
               select gid, id, key from added union all select gid, id, key from job_count_groups
             ), counted as (
               insert into job_counts as c (is_stop, by_node, width, start, gid, group_id, count)
               select g.is_stop, g.by_node, w.width, g.minute / w.width * w.width, g.gid, k.id, sum(g.count)
               from grouped g join known k on k.gid = g.gid and k.key = g.key cross join unnest($2::integer[]) as w (width)
               group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6
               on conflict (is_stop, by_node, width, start, gid, group_id) do update set count = c.count + excluded.count
             )
             select count(*) as taken from taken`,
      values: [AT_ONCE, [...COUNT_WIDTHS]],
    },
    { name: 'fold_counts' }
  );
  return row?.taken ?? 0;
}
