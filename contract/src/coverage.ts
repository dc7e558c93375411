import { Type, type Static } from '@sinclair/typebox';
import { EpochMs, Enum, Nullable } from './schema';

/** How many rows match. `gte` = at least this many: counting stopped at the limit the answer names. */
export const Total = Type.Object(
  { value: Type.Integer(), relation: Enum(['eq', 'gte'] as const, { description: 'eq: exact; gte: at least' }) },
  { title: 'Total' }
);
export type Total = Static<typeof Total>;

/** Page links of a list: opaque cursors, null where there is nothing that way. */
export const Page = Type.Object(
  {
    next: Nullable(Type.String({ description: 'Cursor of the following page' })),
    prev: Nullable(Type.String({ description: 'Cursor of the preceding page' })),
    limit: Type.Integer(),
    offset: Nullable(
      Type.Integer({
        description:
          'Position of the first row in the whole list, when it is known (first and last page, and pages reached from them)',
      })
    ),
  },
  { title: 'Page' }
);
export type Page = Static<typeof Page>;

/** What an answer covers, so that nothing is cut in silence. */
export const Coverage = Type.Object(
  {
    asOf: EpochMs,
    from: Nullable(EpochMs),
    to: Nullable(EpochMs),
    isCut: Type.Boolean({ description: 'True when a limit removed rows or groups from this answer' }),
    notice: Nullable(Type.String({ description: 'What was cut and how to see the rest' })),
    behind: Type.Optional(
      Type.Array(Type.String(), {
        description: 'Other controllers whose rows may be missing, each with why and since when',
      })
    ),
    plan: Type.Optional(
      Type.String({ description: 'Lists: how this page was read, and why; for whoever wonders what it cost' })
    ),
  },
  { title: 'Coverage' }
);
export type Coverage = Static<typeof Coverage>;
