import { performAct } from '../acts/performAct';
import { ApiError } from '../errors/errors';
import type { Handlers } from '../http/handler';
import { maskedId } from '../errors/maskedId';
import type { Services } from './services';

export function tokenRoutes(services: Services): Handlers<'listTokens' | 'createToken' | 'deleteToken'> {
  const { tokens } = services;
  return {
    listTokens: async () => ({ items: await tokens.list() }),
    createToken: async (call) => {
      const { name, role, nid, grid = 'own' } = call.body;
      return performAct(services, call, { action: 'token.create', target: name }, async (transaction) => {
        if ((role === 'agent') !== (nid !== undefined)) {
          const got = nid === undefined ? 'none' : String(nid);
          throw new ApiError(
            'BAD_TOKEN_REQUEST',
            `Expected ${role === 'agent' ? 'a nid' : 'no nid'} for role ${role}, got ${got}.`
          );
        }
        if (grid === 'all' && (role === 'agent' || call.caller.gid !== null)) {
          const asker = `token "${call.caller.name}" for role ${role}`;
          throw new ApiError(
            'BAD_TOKEN_REQUEST',
            `Expected grid all from a token that reads all grids, for a role that reads, got it from ${asker}.`
          );
        }
        const created = await tokens.create({ name, role, nid: nid ?? null, grid }, transaction);
        return { answer: JSON.stringify(created), details: { id: created.info.id, role, nid: nid ?? null, grid } };
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
}
