import { Type, type Static } from '@sinclair/typebox';
import { NodeName, NodeRoles } from './node';
import { SourceName } from './source';
import { Enum, EpochMs, Name, Nullable } from './schema';

/**
 * viewer reads · operator also runs, cancels, purges · admin also manages tokens and JumpScripts · agent polls for one node ·
 * bridge brings the rows of one other controller.
 */
export const ROLES = ['viewer', 'operator', 'admin', 'agent', 'bridge'] as const;
export type Role = (typeof ROLES)[number];
export const RoleSchema = Enum(ROLES, { title: 'Role' });

/** Which grids a token reads, when several share a database; it acts in its controller's own in any case. */
export const TOKEN_GRIDS = ['own', 'all'] as const;
export type TokenGrid = (typeof TOKEN_GRIDS)[number];

export const TokenRequest = Type.Object(
  {
    name: Name(100),
    role: RoleSchema,
    nid: Type.Optional(Type.Integer({ minimum: 1, description: 'Required for agent tokens: the node they speak for' })),
    nodeName: Type.Optional({
      ...NodeName,
      description: "What the node is called, of an agent's token; absent: as it is called already, else as the token",
    }),
    roles: Type.Optional({
      ...NodeRoles,
      description: "Which roles the node may have, of an agent's token; absent: those it has already, else node",
    }),
    source: Type.Optional({ ...SourceName, description: 'Required for bridge tokens: the source they speak for' }),
    grid: Type.Optional(
      Enum(TOKEN_GRIDS, {
        description: "Which grids it reads: the controller's own, or all that share its database",
        default: 'own',
      })
    ),
  },
  { title: 'TokenRequest', additionalProperties: false }
);
export type TokenRequest = Static<typeof TokenRequest>;

export const TokenInfo = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    role: RoleSchema,
    nid: Nullable(Type.Integer()),
    source: Nullable(Type.String()),
    grid: Enum(TOKEN_GRIDS),
    createdAt: EpochMs,
    lastUsedAt: Nullable(EpochMs),
  },
  { title: 'TokenInfo' }
);
export type TokenInfo = Static<typeof TokenInfo>;

export const TokenCreated = Type.Object(
  { token: Type.String({ description: 'Shown once; only its hash is stored' }), info: TokenInfo },
  { title: 'TokenCreated' }
);
export type TokenCreated = Static<typeof TokenCreated>;

export const TokenList = Type.Object({ items: Type.Array(TokenInfo) }, { title: 'TokenList' });
