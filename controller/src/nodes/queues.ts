import { OWN_SOURCE, QUEUES, type QueueList, type QueueStatus } from '@openvcloud/contract';
import type { Database } from '../database/database';

/**
 * Every queue of every node, idle ones too, and per role the jobs that wait for its first free node. Exact: jobs_live
 * holds only what has not finished. Queues of other controllers are those that hold jobs. Jobs of a node that never registered are listed as well. With gid null: of all grids.
 */
export async function listQueues(
  database: Database,
  gid: number | null,
  now: number,
  liveAfter: number,
  signal: AbortSignal
): Promise<QueueList> {
  const items = await database.read<QueueStatus>(
    {
      text: `with held as (
               select source, gid, nid, case when nid is null then coalesce(wanted_role, roles[1]) end as role, queue,
                 count(*) filter (where state = 'RUNNING') as running, count(*) filter (where state = 'SCHEDULED') as scheduled,
                 min(time_create) filter (where state = 'SCHEDULED') as oldest
               from jobs_live where $3::integer is null or gid = $3 group by 1, 2, 3, 4, 5
             ), slots as (
               select '${OWN_SOURCE}' as source, n.gid, n.nid, q.queue, n.name, n.last_seen > $2 as is_live, coalesce((n.workers ->> q.queue)::integer, 0) as workers
               from nodes n cross join unnest($1::text[]) as q(queue) where n.status <> 'DECOMMISSIONED' and ($3::integer is null or n.gid = $3)
             )
             select coalesce(s.source, h.source) as source, coalesce(s.gid, h.gid) as gid, coalesce(s.nid, h.nid) as nid, coalesce(s.name, n.name, b.name) as "nodeName", h.role,
               coalesce(s.queue, h.queue) as queue, case when s.is_live then s.workers else 0 end as workers, coalesce(h.running, 0) as running,
               coalesce(h.scheduled, 0) as scheduled, h.oldest as "oldestWaitingSince", coalesce(s.is_live, false) as "isLive"
             from slots s full join held h on h.source = s.source and h.gid = s.gid and h.nid = s.nid and h.queue = s.queue
             left join nodes n on h.source = '${OWN_SOURCE}' and n.gid = h.gid and n.nid = h.nid
             left join bridged_nodes b on b.source = h.source and b.gid = h.gid and b.nid = h.nid
             order by coalesce(s.source, h.source) <> '${OWN_SOURCE}', 1, 2, 3 nulls last, 5, array_position($1::text[], coalesce(s.queue, h.queue)), 6`,
      values: [QUEUES, liveAfter, gid],
    },
    { signal, name: 'list_queues' }
  );
  return { items, asOf: now };
}
