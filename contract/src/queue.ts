import { Type, type Static } from '@sinclair/typebox';
import { EpochMs, Nullable } from './schema';

/** The controller's own are the QueueName words; other controllers have others. */
export const QueueOfSource = Type.String({
  description: 'default, hypervisor, io or process; other controllers have others, too',
});

/** One queue of one node, as of now. `nid` is null for jobs that wait for the first free node of a role. */
export const QueueStatus = Type.Object(
  {
    source: Type.String({ description: 'The controller whose queue it is' }),
    gid: Type.Integer(),
    nid: Nullable(Type.Integer()),
    nodeName: Nullable(Type.String()),
    role: Nullable(Type.String({ description: 'Set when nid is null: any node with this role may take the jobs' })),
    queue: QueueOfSource,
    workers: Type.Integer({ description: 'Slots of this queue on the node; 0 when the agent is not connected' }),
    running: Type.Integer(),
    scheduled: Type.Integer({ description: 'Queue depth: jobs waiting for a worker' }),
    oldestWaitingSince: Nullable(EpochMs),
    isLive: Type.Boolean({ description: 'The agent has been heard within its lease' }),
  },
  { title: 'QueueStatus' }
);
export type QueueStatus = Static<typeof QueueStatus>;

export const QueueList = Type.Object({ items: Type.Array(QueueStatus), asOf: EpochMs }, { title: 'QueueList' });
export type QueueList = Static<typeof QueueList>;
