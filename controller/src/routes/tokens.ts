import { ApiError } from '../errors';
import type { Handlers } from '../http/handler';
import type { Services } from '../services';

export function tokenRoutes({ tokens }: Services): Handlers<'listTokens' | 'createToken' | 'deleteToken'> {
  return {
    listTokens: async () => ({ items: await tokens.list() }),
    createToken: async ({ body: { name, role, nid } }) => {
      if ((role === 'agent') !== (nid !== undefined)) {
        const got = nid === undefined ? 'none' : String(nid);
        throw new ApiError(
          'BAD_TOKEN_REQUEST',
          `Expected ${role === 'agent' ? 'a nid' : 'no nid'} for role ${role}, got ${got}.`
        );
      }
      return tokens.create({ name, role, nid: nid ?? null });
    },
    deleteToken: async ({ params: { id } }) => {
      await tokens.remove(id);
      return undefined;
    },
  };
}
