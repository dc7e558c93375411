import { Type, type Static } from '@sinclair/typebox';
import { Enum, EpochMs, Nullable } from './schema';

/** viewer reads · operator also runs, cancels, purges · admin also manages tokens and JumpScripts · agent polls for one node. */
export const ROLES = ['viewer', 'operator', 'admin', 'agent'] as const;
export type Role = (typeof ROLES)[number];
export const RoleSchema = Enum(ROLES, { title: 'Role' });

export const TokenRequest = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100 }),
    role: RoleSchema,
    nid: Type.Optional(Type.Integer({ minimum: 1, description: 'Required for agent tokens: the node they speak for' })),
  },
  { title: 'TokenRequest', additionalProperties: false }
);
export type TokenRequest = Static<typeof TokenRequest>;

export const TokenInfo = Type.Object(
  { id: Type.String(), name: Type.String(), role: RoleSchema, nid: Nullable(Type.Integer()), createdAt: EpochMs, lastUsedAt: Nullable(EpochMs) },
  { title: 'TokenInfo' }
);
export type TokenInfo = Static<typeof TokenInfo>;

export const TokenCreated = Type.Object(
  { token: Type.String({ description: 'Shown once; only its hash is stored' }), info: TokenInfo },
  { title: 'TokenCreated' }
);
export type TokenCreated = Static<typeof TokenCreated>;

export const TokenList = Type.Object({ items: Type.Array(TokenInfo) }, { title: 'TokenList' });
