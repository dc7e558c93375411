import { where } from '../database/parameters';

/** The matching rows of a table, before anything else: OFFSET 0 keeps PostgreSQL from looking for them in the list's order. */
export function foundFirst(table: string, matching: readonly string[]): string {
  const [, name = table] = / as (\w+)$/.exec(table) ?? [];
  return `(select * from ${table} ${where(matching)} offset 0) as ${name}`;
}
