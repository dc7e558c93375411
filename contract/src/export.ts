import { Type, type Static } from '@sinclair/typebox';
import { Coverage } from './coverage';
import { Problem } from './problem';

/** The last line of an NDJSON export. `coverage`: it is whole, and these are its bounds; `problem`: it broke off here. */
export const ExportEnd = Type.Object(
  {
    coverage: Type.Optional(Coverage),
    rows: Type.Integer({ format: 'int64', description: 'Rows written before this line' }),
    problem: Type.Optional(Problem),
  },
  {
    title: 'ExportEnd',
    description: 'The last line of an NDJSON export: coverage when it is whole, problem when it broke off',
  }
);
export type ExportEnd = Static<typeof ExportEnd>;
