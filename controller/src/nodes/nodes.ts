import type { Node, NodeList } from '@openvcloud/contract';
import type { Database } from '../database/database';
import type { Queryable } from '../database/queryable';

/** Nodes with what their queues hold now. $1: whoever was heard after that is live. */
const NODES = `select n.gid, n.nid, n.name, n.roles,
    coalesce(i.given_by, 'NOBODY') as "identityFrom", nullif(n.asked_name, n.name) as "askedName",
    array(select role from unnest(n.asked_roles) with ordinality as asked (role, place)
          where role <> all(coalesce(i.roles, n.roles)) order by place) as "askedRoles",
    n.addresses, n.status, n.last_seen > $1 as "isLive", n.last_seen as "lastSeen",
    n.registered_at as "registeredAt", n.agent_version as "agentVersion", n.workers, coalesce(j.running, 0) as running,
    coalesce(j.scheduled, 0) as scheduled, n.stats, n.stats_time as "statsTime"
  from nodes n left join (
    select gid, nid, count(*) filter (where state = 'RUNNING') as running, count(*) filter (where state = 'SCHEDULED') as scheduled
    from jobs_live where nid is not null group by gid, nid
  ) j using (gid, nid) left join node_identities i using (gid, nid)`;

export async function listNodes(
  database: Database,
  gid: number | null,
  now: number,
  liveAfter: number,
  signal: AbortSignal
): Promise<NodeList> {
  const items = await database.read<Node>(
    { text: `${NODES} where $2::integer is null or n.gid = $2 order by n.gid, n.nid`, values: [liveAfter, gid] },
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
