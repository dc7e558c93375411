import { STAT_STEPS_MS, type NodeStat } from '@openvcloud/contract';
import type { Queryable } from '../database/queryable';
import { storable } from '../text/storable';

/** Stores samples of a node, and adds each, once, to its steps; then the latest are what the node is shown with. */
export async function insertStats(
  database: Queryable,
  { gid, nid }: { gid: number; nid: number },
  stats: readonly NodeStat[]
): Promise<void> {
  if (stats.length === 0) {
    return;
  }
  const columns = [
    stats.map(({ time }) => time),
    stats.map(({ name }) => storable(name)),
    stats.map(({ value }) => value),
  ];
  await database.query(
    {
      text: `with fresh as (
               insert into node_stats (gid, nid, time, name, value)
               select $1, $2, * from unnest($3::bigint[], $4::text[], $5::double precision[]) on conflict do nothing
               returning time, name, value)
             insert into node_stat_steps as kept (gid, nid, name, step_ms, time, samples, total, least, greatest)
             select $1, $2, name, step_ms, time / step_ms * step_ms, count(*), sum(value), min(value), max(value)
             from fresh cross join unnest($6::integer[]) as step_ms group by name, step_ms, time / step_ms
             on conflict (gid, nid, name, step_ms, time) do update set
               samples = kept.samples + excluded.samples, total = kept.total + excluded.total,
               least = least(kept.least, excluded.least), greatest = greatest(kept.greatest, excluded.greatest)`,
      values: [gid, nid, ...columns, STAT_STEPS_MS],
    },
    { name: 'insert_stats' }
  );
  await database.query({
    text: `update nodes n set stats = n.stats || latest.stats, stats_time = latest.time
           from (select jsonb_object_agg(name, value) as stats, max(time) as time
                 from (select distinct on (name) * from unnest($3::bigint[], $4::text[], $5::double precision[]) as s (time, name, value)
                       order by name, time desc) as s) as latest
           where n.gid = $1 and n.nid = $2 and coalesce(n.stats_time, 0) <= latest.time`,
    values: [gid, nid, ...columns],
  });
}
