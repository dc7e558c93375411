import { Type, type Static } from '@sinclair/typebox';
import { EpochMs, Enum, Nullable } from './schema';

/** What the controller's own rows have as their source. */
export const OWN_SOURCE = 'controller';

/** The controllers of the field: AC1 is JumpScale 7's portal over MongoDB, AC2 and AC8 are Go over Redis. */
export const SOURCE_KINDS = ['ac1', 'ac2', 'ac8'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];
export const SourceKindSchema = Enum(SOURCE_KINDS, { description: 'Which controller it is' });

export const SourceName = Type.String({
  pattern: '^(?!controller$)[a-z][a-z0-9-]{0,31}$',
  description: 'Small letters, digits and -, not "controller"',
});

/** A part of a source's time of which not everything is here. */
export const SourceSpan = Type.Object(
  {
    from: EpochMs,
    to: EpochMs,
    why: Type.String({ maxLength: 500 }),
  },
  { title: 'SourceSpan', additionalProperties: false }
);
export type SourceSpan = Static<typeof SourceSpan>;

const Count = Type.Integer({ format: 'int64', minimum: 0 });

/** What a bridge tells of itself, but for its name. */
export const sourceProgress = {
  asOf: Nullable(
    Type.Integer({
      format: 'int64',
      description: "Everything up to here is read, by the source's own times. Epoch milliseconds",
    })
  ),
  lastSuccess: Nullable(EpochMs),
  lastError: Nullable(Type.String({ maxLength: 2000, description: 'Why it could not be read, when that was so last' })),
  rowsRead: Count,
  skipped: { ...Count, description: 'Rows that could not be read' },
  openJobs: { ...Count, description: 'Jobs that are asked for again until they end' },
  cut: Type.Array(SourceSpan, { maxItems: 200, description: 'Spans with more rows than the source gives out' }),
  lost: Type.Array(SourceSpan, {
    maxItems: 200,
    description: 'Spans that the source had forgotten before they were read',
  }),
} as const;

export const Source = Type.Object(
  {
    name: Type.String(),
    kind: SourceKindSchema,
    periodMs: Type.Integer({ description: 'How often it is read' }),
    firstSeen: EpochMs,
    lastContact: EpochMs,
    ...sourceProgress,
    lagMs: Nullable(Type.Integer({ format: 'int64', description: 'Since its last success' })),
    created: { ...Count, description: 'Jobs that are new here by it' },
    changed: { ...Count, description: 'Jobs that it told otherwise later' },
    behind: Nullable(Type.String({ description: 'Why rows of it may be missing; null: it is up to date' })),
  },
  { title: 'Source' }
);
export type Source = Static<typeof Source>;

export const SourceList = Type.Object({ items: Type.Array(Source), asOf: EpochMs }, { title: 'SourceList' });
export type SourceList = Static<typeof SourceList>;
