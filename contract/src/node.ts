import { Type, type Static } from '@sinclair/typebox';
import { CountByName, Double, EpochMs, Enum, Name, Nullable, ONE_LINE, Strings } from './schema';

/** What a node is called. */
export const NodeName = Name(200);
/** What a node may have, or its agent may ask for. */
export const NodeRoles = Type.Array(Type.String({ maxLength: 100, format: ONE_LINE }), { maxItems: 100 });

/**
 * Who gave a node its name and roles: an admin with a token of its agent, or to the node itself; the controller's settings; what its
 * agent said of itself before names and roles were given; nobody: it has a name and the role of any node; the other controller it belongs to.
 */
export const IDENTITY_SOURCES = ['TOKEN', 'ADMIN', 'SETTINGS', 'FORMER', 'NOBODY', 'SOURCE'] as const;
export type IdentitySource = (typeof IDENTITY_SOURCES)[number];
export const IdentitySourceSchema = Enum(IDENTITY_SOURCES, {
  title: 'IdentitySource',
  description: 'Who gave a node its name and roles',
});

/**
 * Set by people; whether the agent is connected is `isLive`. MAINTENANCE: health checks (category monitor.healthcheck)
 * are not planned there. DECOMMISSIONED: gets no work at all.
 */
export const NODE_STATUSES = ['ENABLED', 'MAINTENANCE', 'DECOMMISSIONED'] as const;
export const NodeStatusSchema = Enum(NODE_STATUSES, { title: 'NodeStatus' });

export const Node = Type.Object(
  {
    source: Type.String({ description: 'The controller that has this node' }),
    gid: Type.Integer(),
    nid: Type.Integer(),
    name: Type.String({ description: 'As it was given, whatever its agent calls itself' }),
    roles: Type.Array(Type.String(), {
      description:
        'Of the roles it was given those its agent asks for; all of them when that asks for none in particular',
    }),
    identityFrom: IdentitySourceSchema,
    askedName: Nullable(Type.String({ description: 'What its agent calls itself, when that is another name' })),
    askedRoles: Type.Array(Type.String(), {
      description: 'Roles its agent asks for and was not given: without effect until an admin gives them',
    }),
    addresses: Strings,
    status: NodeStatusSchema,
    nativeStatus: Nullable(Type.String({ description: "The source's own word for the status, where it has another" })),
    isLive: Type.Boolean({ description: 'Heard within the lease time' }),
    lastSeen: EpochMs,
    registeredAt: EpochMs,
    agentVersion: Type.String(),
    pythonVersion: Nullable(
      Type.String({
        description: 'Of what JumpScripts run with there; null: its agent is of a version that does not say',
      })
    ),
    pythonPath: Nullable(Type.String({ description: 'Where that Python is on the node' })),
    workers: CountByName,
    running: Type.Integer(),
    scheduled: Type.Integer(),
    stats: Type.Record(Type.String(), Double, { description: 'Latest value of each node stat, e.g. cpu_percent' }),
    statsTime: Nullable(EpochMs),
  },
  { title: 'Node' }
);
export type Node = Static<typeof Node>;

export const NodeList = Type.Object({ items: Type.Array(Node), asOf: EpochMs }, { title: 'NodeList' });
export type NodeList = Static<typeof NodeList>;

export const NodeStatusRequest = Type.Object(
  { status: NodeStatusSchema },
  { title: 'NodeStatusRequest', additionalProperties: false }
);
export type NodeStatusRequest = Static<typeof NodeStatusRequest>;

export const NodeIdentityRequest = Type.Object(
  {
    name: Type.Optional(NodeName),
    roles: Type.Optional(NodeRoles),
  },
  {
    title: 'NodeIdentityRequest',
    description: 'What is left out stays as it is',
    minProperties: 1,
    additionalProperties: false,
  }
);
export type NodeIdentityRequest = Static<typeof NodeIdentityRequest>;

/** One sample of a node, shipped by its agent. */
export const NodeStat = Type.Object(
  { time: EpochMs, name: Type.String({ maxLength: 100 }), value: Double },
  { title: 'NodeStat' }
);
export type NodeStat = Static<typeof NodeStat>;
