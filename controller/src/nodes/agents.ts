import type { RegisterRequest } from '@openvcloud/contract';
import type { Queryable } from '../database/queryable';
import { findIdentity, lockIdentity } from './identities';
import { identify, notGiven, ordinaryIdentity } from './identify';

/** A node as the act side sees it. */
export interface AgentNode {
  gid: number;
  nid: number;
  name: string;
  roles: string[];
  status: string;
  sessionId: string;
  lastSeen: number;
}

interface NodeRow {
  gid: number;
  nid: number;
  name: string;
  roles: string[];
  status: string;
  session_id: string;
  last_seen: number;
}

const COLUMNS = 'gid, nid, name, roles, status, session_id, last_seen';

/**
 * Stores an agent, in a transaction. Its node is called as it was given and has none but the roles it was given; `askedRoles`: those
 * that the agent asked for in vain. `isNewSession`: it was restarted, or is seen for the first time.
 */
export async function registerNode(
  database: Queryable,
  gid: number,
  nid: number,
  agent: RegisterRequest,
  now: number
): Promise<{ node: AgentNode; askedRoles: string[]; isNewSession: boolean }> {
  await lockIdentity(database, gid, nid);
  const asked = { name: agent.name, roles: agent.roles };
  const given = (await findIdentity(database, gid, nid)) ?? ordinaryIdentity(nid);
  const { name, roles } = identify(asked, given);
  const [former] = await database.query<{ session_id: string }>({
    text: 'select session_id from nodes where gid = $1 and nid = $2 for update',
    values: [gid, nid],
  });
  const [row] = await database.query<NodeRow>({
    text: `insert into nodes (gid, nid, name, roles, addresses, session_id, agent_version, workers, registered_at, last_seen, asked_name, asked_roles,
             python_version, python_path)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10, $11, $12, $13)
           on conflict (gid, nid) do update set name = excluded.name, roles = excluded.roles, addresses = excluded.addresses,
             asked_name = excluded.asked_name, asked_roles = excluded.asked_roles,
             session_id = excluded.session_id, agent_version = excluded.agent_version, workers = excluded.workers,
             python_version = excluded.python_version, python_path = excluded.python_path,
             registered_at = excluded.registered_at, last_seen = excluded.last_seen
           returning ${COLUMNS}`,
    values: [
      gid,
      nid,
      name,
      roles,
      agent.addresses,
      agent.sessionId,
      agent.agentVersion,
      JSON.stringify(agent.workers),
      now,
      agent.name,
      agent.roles ?? null,
      agent.pythonVersion ?? null,
      agent.pythonPath ?? null,
    ],
  });
  if (row === undefined) {
    throw new Error('expected the registered node row');
  }
  return {
    node: toNode(row),
    askedRoles: notGiven(asked, given),
    isNewSession: former?.session_id !== agent.sessionId,
  };
}

/** The node, when this is its agent's current session; it counts as heard. */
export async function touchNode(
  database: Queryable,
  gid: number,
  nid: number,
  sessionId: string,
  now: number
): Promise<AgentNode | undefined> {
  const [row] = await database.query<NodeRow>(
    {
      text: `update nodes set last_seen = greatest(last_seen, $4) where gid = $1 and nid = $2 and session_id = $3 returning ${COLUMNS}`,
      values: [gid, nid, sessionId, now],
    },
    { name: 'touch_node' }
  );
  return row === undefined ? undefined : toNode(row);
}

export async function listAgentNodes(database: Queryable, gid: number): Promise<AgentNode[]> {
  const rows = await database.query<NodeRow>(
    { text: `select ${COLUMNS} from nodes where gid = $1 order by nid`, values: [gid] },
    { name: 'agent_nodes' }
  );
  return rows.map(toNode);
}

function toNode(row: NodeRow): AgentNode {
  return {
    gid: row.gid,
    nid: row.nid,
    name: row.name,
    roles: row.roles,
    status: row.status,
    sessionId: row.session_id,
    lastSeen: row.last_seen,
  };
}
