import { Type, type Static } from '@sinclair/typebox';
import { TIME_FIELDS } from '../filter';
import { LIMITS } from '../limits';
import { Enum, EpochMs, Nullable } from '../schema';

export const BULK_ACTIONS = ['cancel', 'rerun'] as const;
export type BulkAction = (typeof BULK_ACTIONS)[number];

export const BULK_STATES = ['PREPARED', 'RUNNING', 'STOPPED', 'DONE'] as const;
export type BulkState = (typeof BULK_STATES)[number];

/**
 * Which jobs to act on: those named by guid, or those that match filter, q and the time range. Never all there are: a
 * time range alone is refused. What cannot be acted on is left out: ended jobs of a cancel, open ones of a re-run.
 */
export const BulkActRequest = Type.Object(
  {
    action: Enum(BULK_ACTIONS),
    guids: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { minItems: 1, maxItems: LIMITS.bulkGuids })
    ),
    filter: Type.Optional(
      Type.Array(Type.String({ maxLength: LIMITS.conditionChars }), { maxItems: LIMITS.conditions })
    ),
    q: Type.Optional(Type.String({ maxLength: LIMITS.searchChars })),
    from: Type.Optional(EpochMs),
    to: Type.Optional(EpochMs),
    timeField: Type.Optional(Enum(TIME_FIELDS)),
  },
  { title: 'BulkActRequest', additionalProperties: false }
);
export type BulkActRequest = Static<typeof BulkActRequest>;

/** One act on many jobs: they are chosen and counted when it is prepared, and acted on after it was started. */
export const BulkAct = Type.Object(
  {
    guid: Type.String(),
    action: Enum(BULK_ACTIONS),
    state: Enum(BULK_STATES, {
      description:
        'PREPARED: nothing was done yet. RUNNING: jobs are acted on, one after the other. STOPPED: the rest is left alone. DONE: all were acted on',
    }),
    total: Type.Integer({ description: 'Jobs it acts on: those that matched when it was prepared' }),
    done: Type.Integer({ description: 'Jobs it has acted on, or left out' }),
    outcomes: Type.Array(
      Type.Object(
        {
          outcome: Type.String({
            description:
              'cancelled, requested (its agent was told to kill it), rerun, or the code of the error why it was left out',
          }),
          count: Type.Integer(),
        },
        { title: 'BulkOutcome' }
      ),
      { description: 'What came of those that are done, most first' }
    ),
    user: Type.String({ description: 'Whose token asked' }),
    onBehalfOf: Nullable(Type.String()),
    reason: Nullable(Type.String()),
    timeCreate: EpochMs,
    timeStart: Nullable(EpochMs),
    timeStop: Nullable(EpochMs),
  },
  { title: 'BulkAct' }
);
export type BulkAct = Static<typeof BulkAct>;
