import { Type, type Static } from '@sinclair/typebox';
import { LIMITS } from './limits';
import { Enum, Nullable } from './schema';

/**
 * Events of GET /api/v1/stream: `job` carries a JobSummary, `log` a LogLine, `gap` this. The id of an event is what
 * Last-Event-ID resumes after.
 */
export const STREAM_EVENTS = ['job', 'log', 'gap'] as const;
export type StreamEventName = (typeof STREAM_EVENTS)[number];

const Conditions = (of: string) =>
  Type.Optional(
    Type.Array(Type.String({ maxLength: LIMITS.conditionChars }), {
      maxItems: LIMITS.conditions,
      description: `Which ${of}: repeatable, field|operator|value|value...; combined with AND`,
    })
  );
const Search = (of: string) =>
  Type.Optional(Type.String({ maxLength: LIMITS.searchChars, description: `Free text in ${of}` }));

export const StreamQuery = Type.Object(
  {
    jobs: Type.Optional(Type.Boolean({ description: 'Jobs that change', default: true })),
    logs: Type.Optional(Type.Boolean({ description: 'Log lines that are stored', default: true })),
    job: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'Guid: only this job and its lines' })),
    filter: Conditions('jobs'),
    q: Search('jobs'),
    logFilter: Conditions('log lines'),
    logQ: Search('log messages'),
  },
  { additionalProperties: false }
);
export type StreamQuery = Static<typeof StreamQuery>;

/** Why events are missing. */
export const GAP_REASONS = ['slow', 'expired', 'unknown', 'budget'] as const;

export const StreamGap = Type.Object(
  {
    reason: Enum(GAP_REASONS, {
      description:
        'slow: this reader did not keep up; expired: Last-Event-ID is further back than the controllers remember; unknown: Last-Event-ID is of another database; budget: its filters took too long to evaluate, and the stream ends',
    }),
    from: Nullable(Type.String({ description: 'Id of the first event left out' })),
    to: Nullable(Type.String({ description: 'Id of the last event left out' })),
    count: Nullable(Type.Integer({ description: 'How many were left out' })),
  },
  { title: 'StreamGap' }
);
export type StreamGap = Static<typeof StreamGap>;
