import { OWN_SOURCE, type Node, type NodeList } from '@openvcloud/contract';
import type { Database } from '../database/database';
import type { Queryable } from '../database/queryable';

/** Nodes with what their queues hold now. $1: whoever was heard after that is live. */
const NODES = `select '${OWN_SOURCE}' as source, n.gid, n.nid, n.name, n.roles,
    coalesce(i.given_by, 'NOBODY') as "identityFrom", nullif(n.asked_name, n.name) as "askedName",
    array(select role from unnest(n.asked_roles) with ordinality as asked (role, place)
          where role <> all(coalesce(i.roles, n.roles)) order by place) as "askedRoles",
    n.addresses, n.status, null as "nativeStatus", n.last_seen > $1 as "isLive", n.last_seen as "lastSeen",
    n.registered_at as "registeredAt", n.agent_version as "agentVersion",
    n.python_version as "pythonVersion", n.python_path as "pythonPath", n.workers, coalesce(j.running, 0) as running,
    coalesce(j.scheduled, 0) as scheduled, n.stats, n.stats_time as "statsTime"
  from nodes n left join (
    select gid, nid, count(*) filter (where state = 'RUNNING') as running, count(*) filter (where state = 'SCHEDULED') as scheduled
    from jobs_live where nid is not null and source = '${OWN_SOURCE}' group by gid, nid
  ) j using (gid, nid) left join node_identities i using (gid, nid)`;

/** Those of other controllers, with the same columns. */
const BRIDGED_NODES = `select n.source, n.gid, n.nid, n.name, n.roles, 'SOURCE' as "identityFrom", null as "askedName", '{}'::text[] as "askedRoles",
    n.addresses, n.status, n.native_status as "nativeStatus", n.last_seen > $1 as "isLive", n.last_seen as "lastSeen",
    n.registered_at as "registeredAt", '' as "agentVersion",
    null::text as "pythonVersion", null::text as "pythonPath", '{}'::jsonb as workers, coalesce(j.running, 0) as running,
    coalesce(j.scheduled, 0) as scheduled, '{}'::jsonb as stats, null::bigint as "statsTime"
  from bridged_nodes n left join (
    select source, gid, nid, count(*) filter (where state = 'RUNNING') as running, count(*) filter (where state = 'SCHEDULED') as scheduled
    from jobs_live where nid is not null and source <> '${OWN_SOURCE}' group by source, gid, nid
  ) j using (source, gid, nid)`;

export async function listNodes(
  database: Database,
  gid: number | null,
  now: number,
  liveAfter: number,
  signal: AbortSignal
): Promise<NodeList> {
  const items = await database.read<Node>(
    {
      text: `select * from (${NODES} union all ${BRIDGED_NODES}) as node where $2::integer is null or gid = $2
             order by source <> '${OWN_SOURCE}', source, gid, nid`,
      values: [liveAfter, gid],
    },
    { signal, name: 'list_nodes' }
  );
  return { items, asOf: now };
}

export async function findNode(
  database: Queryable,
  gid: number,
  nid: number,
  liveAfter: number
): Promise<Node | undefined> {
  const [node] = await database.query<Node>(
    { text: `${NODES} where n.gid = $2 and n.nid = $3`, values: [liveAfter, gid, nid] },
    { name: 'find_node' }
  );
  return node;
}
