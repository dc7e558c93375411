import { Type, type Static } from '@sinclair/typebox';

/** Error body of every endpoint: application/problem+json (RFC 9457), with the fix spelled out in `action`. */
export const Problem = Type.Object(
  {
    type: Type.String({ description: 'about:blank, or a page on this kind of problem' }),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String({ description: 'Stable machine-readable code, e.g. UNKNOWN_FILTER_FIELD' }),
    detail: Type.String({ description: 'What was expected and what came' }),
    action: Type.String({ description: 'What to do about it' }),
    requestId: Type.Optional(Type.String()),
  },
  { title: 'Problem' }
);
export type Problem = Static<typeof Problem>;
