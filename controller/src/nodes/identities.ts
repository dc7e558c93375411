import type { IdentitySource } from '@openvcloud/contract';
import type { Queryable } from '../database/queryable';
import { identify, ordinaryIdentity, type Asked, type Identity } from './identify';

const LOCK = 0x6e6f6465;

/** What to give; what is left out stays as it is. */
export interface Gift {
  name?: string | undefined;
  roles?: readonly string[] | undefined;
}

/**
 * In a transaction: until it ends nobody else gives this node a name or roles, and its agent does not register. A row to lock may
 * not be there yet.
 */
export async function lockIdentity(transaction: Queryable, gid: number, nid: number): Promise<void> {
  const key = `${gid}:${nid}`;
  await transaction.query({ text: 'select pg_advisory_xact_lock($1, hashtext($2))', values: [LOCK, key] });
}

/** undefined: nobody gave it one. */
export async function findIdentity(database: Queryable, gid: number, nid: number): Promise<Identity | undefined> {
  const [given] = await database.query<{ name: string; roles: string[] }>({
    text: 'select name, roles from node_identities where gid = $1 and nid = $2',
    values: [gid, nid],
  });
  return given;
}

/**
 * Gives a node a name and roles, at once also where it is registered, and answers what it was given altogether. In a transaction.
 * `ordinary`: of what is neither given now nor was before.
 */
export async function giveIdentity(
  transaction: Queryable,
  { gid, nid }: { gid: number; nid: number },
  gift: Gift,
  { by, ordinary = ordinaryIdentity(nid) }: { by: IdentitySource; ordinary?: Identity }
): Promise<Identity> {
  await lockIdentity(transaction, gid, nid);
  const former = await findIdentity(transaction, gid, nid);
  const { name: formerName, roles: formerRoles } = former ?? ordinary;
  const given = { name: gift.name ?? formerName, roles: [...new Set(gift.roles ?? formerRoles)] };
  if (former === undefined || gift.name !== undefined || gift.roles !== undefined) {
    await transaction.query({
      text: `insert into node_identities (gid, nid, name, roles, given_by) values ($1, $2, $3, $4, $5)
             on conflict (gid, nid) do update set name = excluded.name, roles = excluded.roles, given_by = excluded.given_by`,
      values: [gid, nid, given.name, given.roles, by],
    });
    await applyToNode(transaction, gid, nid, given);
  }
  return given;
}

/** What is given counts from now on, without a new registration. */
async function applyToNode(transaction: Queryable, gid: number, nid: number, given: Identity): Promise<void> {
  const [node] = await transaction.query<{ asked_name: string | null; name: string; asked_roles: string[] | null }>({
    text: 'select name, asked_name, asked_roles from nodes where gid = $1 and nid = $2 for update',
    values: [gid, nid],
  });
  if (node === undefined) {
    return;
  }
  const asked: Asked = { name: node.asked_name ?? node.name, roles: node.asked_roles ?? undefined };
  const { name, roles } = identify(asked, given);
  await transaction.query({
    text: 'update nodes set name = $3, roles = $4 where gid = $1 and nid = $2',
    values: [gid, nid, name, roles],
  });
}
