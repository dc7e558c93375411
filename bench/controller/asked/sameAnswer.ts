import type { QueryResultRow } from 'pg';

/** A question that the API and SQL by hand answer. */
export interface AskedTwice {
  name: string;
  /**
   * Shortest first; the first one whose rows are the API's answer is measured. Somebody who knows the data need not write
   * for jobs without a value when those with one fill the page.
   */
  sql: readonly [string, ...string[]];
  /** What the two must have in common. */
  compare: (answer: unknown, rows: readonly QueryResultRow[]) => Comparison;
}

export interface Comparison {
  api: readonly unknown[];
  sql: readonly unknown[];
  /** Jobs, lines or counts in the answer, when it is not the length of the above. */
  size?: number;
  /** What the table says of the API's answer beside its times; nothing when it is whole. */
  remark?: string;
}

export interface Agreed {
  /** Of those of the case, the statement that gives the API's answer. */
  sql: string;
  /** Jobs, lines or counts in the answer. */
  size: number;
  remark: string;
}

/** Throws when no statement of the case gives what the API answered: the two would be measured with different questions. */
export async function agree(
  { name, sql: candidates, compare }: AskedTwice,
  answer: unknown,
  run: (sql: string) => Promise<QueryResultRow[]>
): Promise<Agreed> {
  let difference = '';
  for (const sql of candidates) {
    const comparison = compare(answer, await run(sql));
    const found = firstDifference(comparison.api, comparison.sql);
    if (found === null) {
      return { sql, size: comparison.size ?? comparison.api.length, remark: comparison.remark ?? '' };
    }
    difference = found;
  }
  throw new Error(`Expected the API and the SQL by hand to answer "${name}" alike, got ${difference}`);
}

/** Pure. Null: they are the same. */
export function firstDifference(api: readonly unknown[], sql: readonly unknown[]): string | null {
  for (let place = 0; place < Math.max(api.length, sql.length); place++) {
    const [one, other] = [canonical(api[place]), canonical(sql[place])];
    if (one !== other) {
      return `at ${place} of ${api.length} and ${sql.length}: ${shortened(one)} from the API, ${shortened(other)} by SQL.`;
    }
  }
  return null;
}

/** JSON with the keys in order. */
function canonical(value: unknown): string {
  const sort = (_key: string, part: unknown): unknown =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part;
  return JSON.stringify(value, sort) ?? 'nothing';
}

function shortened(text: string): string {
  return text.length > 500 ? `${text.slice(0, 500)}...` : text;
}
