import { Type, type Static } from '@sinclair/typebox';
import { EpochMs } from '../schema';

/** What a purge removed. What waits or runs stays, however old it is, with its log lines. */
export const PurgeResponse = Type.Object(
  {
    olderThan: EpochMs,
    jobs: Type.Integer({ format: 'int64', description: 'Ended jobs removed' }),
    logLines: Type.Integer({ format: 'int64', description: 'Their log lines removed' }),
    unfinished: Type.Integer({ description: 'Older jobs kept because they have not ended' }),
  },
  { title: 'PurgeResponse' }
);
export type PurgeResponse = Static<typeof PurgeResponse>;
