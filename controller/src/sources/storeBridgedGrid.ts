import type { BridgedJumpScript, BridgedNode } from '@openvcloud/contract';
import type { Transaction } from '../database/queryable';
import { storable, storableOrNull } from '../text/storable';

/** Nodes as their source has them now. What is not told stays; a node that is told for the first time has none of it. */
export async function storeBridgedNodes(
  transaction: Transaction,
  source: string,
  nodes: readonly BridgedNode[],
  now: number
): Promise<void> {
  const rows = [...new Map(nodes.map((node) => [`${node.gid} ${node.nid}`, node])).values()].map((node) => ({
    gid: node.gid,
    nid: node.nid,
    name: node.name && storable(node.name),
    roles: node.roles?.map(storable),
    addresses: node.addresses?.map(storable),
    status: node.status,
    native_status: node.nativeStatus && storable(node.nativeStatus),
    last_seen: node.lastSeen,
  }));
  await transaction.query(
    {
      text: `insert into bridged_nodes as b (source, gid, nid, name, roles, addresses, status, native_status, last_seen, registered_at)
             select $1, gid, nid, coalesce(name, ''), coalesce(roles, '{}'), coalesce(addresses, '{}'), coalesce(status, 'ENABLED'), native_status, coalesce(last_seen, 0), $3
             from json_to_recordset($2) as n (${NODE})
             on conflict (source, gid, nid) do nothing`,
      values: [source, JSON.stringify(rows), now],
    },
    { name: 'insert_bridged_nodes' }
  );
  await transaction.query(
    {
      text: `update bridged_nodes b set name = coalesce(n.name, b.name), roles = coalesce(n.roles, b.roles), addresses = coalesce(n.addresses, b.addresses),
               status = coalesce(n.status, b.status), native_status = coalesce(n.native_status, b.native_status), last_seen = greatest(b.last_seen, n.last_seen)
             from json_to_recordset($2) as n (${NODE})
             where b.source = $1 and b.gid = n.gid and b.nid = n.nid
               and (n.name <> b.name or n.roles <> b.roles or n.addresses <> b.addresses or n.status <> b.status or n.last_seen > b.last_seen
                 or coalesce(n.native_status, b.native_status) is distinct from b.native_status)`,
      values: [source, JSON.stringify(rows)],
    },
    { name: 'update_bridged_nodes' }
  );
}

const NODE =
  'gid integer, nid integer, name text, roles text[], addresses text[], status text, native_status text, last_seen bigint';

const SCRIPT =
  'gid integer, id text, version integer, organization text, name text, declared_version text, category text, descr text, author text, license text, roles text[], queue text, period text, startatboot boolean, async boolean, log boolean, enable boolean, run_order integer, timeout_seconds double precision, args jsonb, path text, text text, updated_at bigint';
const SCRIPT_NAMES = SCRIPT.replace(/ (?:double precision|[a-z[\]]+)(?=,|$)/g, '').split(', ');

/** JumpScripts as their source has them now, each in its newest version. */
export async function storeBridgedJumpScripts(
  transaction: Transaction,
  source: string,
  scripts: readonly BridgedJumpScript[],
  now: number
): Promise<void> {
  const rows = scripts.map((script) => scriptRow(script, now));
  const newest = [...new Map(rows.map((row) => [`${row.gid} ${row.id}`, row])).values()];
  const assigned = SCRIPT_NAMES.filter((name) => name !== 'gid' && name !== 'id').map(
    (name) => `${name} = excluded.${name}`
  );
  await transaction.query(
    {
      text: `insert into bridged_jumpscripts as b (source, ${SCRIPT_NAMES.join(', ')})
             select $1, ${SCRIPT_NAMES.join(', ')} from json_to_recordset($2) as s (${SCRIPT})
             on conflict (source, gid, id) do update set ${assigned.join(', ')}
             where b.version < excluded.version or (b.version = excluded.version and b.text is distinct from excluded.text)`,
      values: [source, JSON.stringify(newest)],
    },
    { name: 'store_bridged_jumpscripts' }
  );
}

function scriptRow({ text: source, timeoutSeconds, order, ...script }: BridgedJumpScript, now: number) {
  const organization = storable(script.organization);
  const name = storable(script.name);
  return {
    ...switches(script),
    gid: script.gid,
    id: `${organization}:${name}`,
    version: script.version,
    organization,
    name,
    declared_version: told(script.declaredVersion),
    category: told(script.category),
    descr: told(script.descr),
    author: told(script.author),
    license: told(script.license),
    roles: (script.roles ?? []).map(storable),
    queue: told(script.queue),
    period: storableOrNull(script.period),
    run_order: order ?? 0,
    timeout_seconds: timeoutSeconds ?? null,
    args: (script.args ?? []).map((arg) => ({ name: storable(arg.name), default: storableOrNull(arg.default) })),
    path: told(script.path),
    text: storableOrNull(source),
    updated_at: now,
  };
}

function switches({ startatboot = false, async = false, log = true, enable = true }: BridgedJumpScript) {
  return { startatboot, async, log, enable };
}

function told(text: string | undefined): string {
  return storable(text ?? '');
}
