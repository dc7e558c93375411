import type { TokenRequest } from '@openvcloud/contract';
import { performAct } from '../acts/performAct';
import type { Queryable } from '../database/queryable';
import { ApiError } from '../errors/errors';
import type { Call, Handlers } from '../http/handler';
import { maskedId } from '../errors/maskedId';
import { giveIdentity } from '../nodes/identities';
import { ordinaryIdentity, type Identity } from '../nodes/identify';
import { storable } from '../text/storable';
import type { Services } from './services';

export function tokenRoutes(services: Services): Handlers<'listTokens' | 'createToken' | 'deleteToken'> {
  const { tokens, config } = services;
  return {
    listTokens: async () => ({ items: await tokens.list() }),
    createToken: async (call) => {
      const { name, role, nid = null, source = null, grid = 'own' } = call.body;
      return performAct(services, call, { action: 'token.create', target: name }, async (transaction) => {
        refuseOddRequest(call);
        const created = await tokens.create({ name, role, nid, source, grid }, transaction);
        const node = nid === null ? {} : { node: await identityOf(transaction, call.body, nid) };
        return { answer: JSON.stringify(created), details: { id: created.info.id, role, nid, source, grid, ...node } };
      });
    },
    deleteToken: async (call) => {
      // Somebody may give the whole token, <id>.<secret>: the secret is not needed, and must not be written down.
      const [id = ''] = call.params.id.split('.');
      await performAct(services, call, { action: 'token.delete', target: maskedId('id', id) }, async (transaction) => {
        await tokens.remove(id, transaction);
        return { answer: '', details: {} };
      });
      tokens.forget(id);
      return undefined;
    },
  };

  /** What the node of an agent's token is called from now on, and which roles it may have. */
  function identityOf(transaction: Queryable, { name, nodeName, roles }: TokenRequest, nid: number): Promise<Identity> {
    const gift = { name: nodeName && storable(nodeName), roles: roles?.map(storable) };
    const ordinary = ordinaryIdentity(nid, storable(name));
    return giveIdentity(transaction, { gid: config.gid, nid }, gift, { by: 'TOKEN', ordinary });
  }
}

function refuseOddRequest({ body, caller }: Call<'createToken'>): void {
  const { role, grid, nodeName, roles } = body;
  refuseOddBearer(body);
  if (role !== 'agent' && (nodeName !== undefined || roles !== undefined)) {
    const got = nodeName === undefined ? 'roles' : 'nodeName';
    throw new ApiError('BAD_TOKEN_REQUEST', `Expected nodeName and roles for role agent only, got ${got} for ${role}.`);
  }
  if (grid === 'all' && (role === 'agent' || role === 'bridge' || caller.gid !== null)) {
    const asker = `token "${caller.name}" for role ${role}`;
    throw new ApiError(
      'BAD_TOKEN_REQUEST',
      `Expected grid all from a token that reads all grids, for a role that reads, got it from ${asker}.`
    );
  }
}

/** Agents speak for a node, bridges for a source, everybody else for himself. */
function refuseOddBearer({ role, nid, source }: TokenRequest): void {
  const wanted = [
    { what: 'nid', of: 'agent', value: nid },
    { what: 'source', of: 'bridge', value: source },
  ];
  for (const { what, of, value } of wanted) {
    if ((role === of) !== (value !== undefined)) {
      const expected = role === of ? `a ${what}` : `no ${what}`;
      throw new ApiError('BAD_TOKEN_REQUEST', `Expected ${expected} for role ${role}, got ${value ?? 'none'}.`);
    }
  }
}
