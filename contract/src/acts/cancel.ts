import { Type, type Static } from '@sinclair/typebox';
import { JobStateSchema } from '../enumSchemas';
import { Enum } from '../schema';

/** What asking for the end of a job came to. Asking again changes nothing. */
export const CancelResponse = Type.Object(
  {
    guid: Type.String(),
    state: JobStateSchema,
    nativeState: Type.String(),
    outcome: Enum(['cancelled', 'requested'] as const, {
      description:
        'cancelled: it has ended. requested: its agent was told to kill it; it ends as ERROR with nativeState CANCELLED',
    }),
  },
  { title: 'CancelResponse' }
);
export type CancelResponse = Static<typeof CancelResponse>;
