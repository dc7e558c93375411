import { Type, type Static } from '@sinclair/typebox';
import { JobStateSchema } from '../enumSchemas';
import { Job } from '../job';
import { Enum, EpochMs, Nullable } from '../schema';

/** The jobs that one request made on all nodes of a role, or that re-ran a part of such a batch. */
export const Batch = Type.Object(
  {
    guid: Type.String(),
    organization: Type.String(),
    cmd: Type.String(),
    jumpscriptId: Nullable(Type.String()),
    user: Nullable(Type.String({ description: 'Who asked' })),
    timeCreate: EpochMs,
    timeStop: Nullable(EpochMs),
    total: Type.Integer({ description: 'Jobs in the batch' }),
    isEnded: Type.Boolean({ description: 'No job of it waits or runs' }),
    states: Type.Array(Type.Object({ state: JobStateSchema, count: Type.Integer() }, { title: 'BatchStateCount' }), {
      description: 'In life-cycle order, states without jobs left out',
    }),
    neverStarted: Type.Integer({ description: 'Jobs that ended without having run' }),
    jobsUrl: Type.String({ description: 'Path of the list of its jobs' }),
  },
  { title: 'Batch' }
);
export type Batch = Static<typeof Batch>;

export const BatchCancelResponse = Type.Object(
  {
    guid: Type.String(),
    cancelled: Type.Integer({ description: 'Jobs that no agent held: they have ended' }),
    requested: Type.Integer({
      description: 'Jobs whose agents were told to kill them; each ends as ERROR with nativeState CANCELLED',
    }),
    skipped: Type.Integer({ description: 'Jobs that had ended before' }),
  },
  { title: 'BatchCancelResponse' }
);
export type BatchCancelResponse = Static<typeof BatchCancelResponse>;

export const BatchRerunRequest = Type.Object(
  {
    only: Enum(['failed'] as const, {
      description: 'failed: jobs that ended in ERROR or TIMEOUT, also those that never started',
    }),
  },
  { title: 'BatchRerunRequest', additionalProperties: false }
);
export type BatchRerunRequest = Static<typeof BatchRerunRequest>;

export const BatchRerunResponse = Type.Object(
  {
    batchGuid: Type.String({ description: 'The new batch' }),
    jobs: Type.Array(Job),
    skipped: Type.Integer({ description: 'Jobs left alone: they ended OK, still wait or run, or were re-run before' }),
  },
  { title: 'BatchRerunResponse' }
);
export type BatchRerunResponse = Static<typeof BatchRerunResponse>;
