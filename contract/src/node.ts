import { Type, type Static } from '@sinclair/typebox';
import { CountByName, Double, EpochMs, Enum, Nullable, Strings } from './schema';

/**
 * Set by people; whether the agent is connected is `isLive`. MAINTENANCE: health checks (category monitor.healthcheck)
 * are not planned there. DECOMMISSIONED: gets no work at all.
 */
export const NODE_STATUSES = ['ENABLED', 'MAINTENANCE', 'DECOMMISSIONED'] as const;
export const NodeStatusSchema = Enum(NODE_STATUSES, { title: 'NodeStatus' });

export const Node = Type.Object(
  {
    gid: Type.Integer(),
    nid: Type.Integer(),
    name: Type.String(),
    roles: Strings,
    addresses: Strings,
    status: NodeStatusSchema,
    isLive: Type.Boolean({ description: 'Heard within the lease time' }),
    lastSeen: EpochMs,
    registeredAt: EpochMs,
    agentVersion: Type.String(),
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

/** One sample of a node, shipped by its agent. */
export const NodeStat = Type.Object(
  { time: EpochMs, name: Type.String({ maxLength: 100 }), value: Double },
  { title: 'NodeStat' }
);
export type NodeStat = Static<typeof NodeStat>;
