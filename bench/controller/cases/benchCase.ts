import type { QueryResultRow } from 'pg';
import type { TargetName } from '../figures/targets';

/** A line of the table: a request of the API, and the same question as somebody would write it in SQL. */
export interface BenchCase {
  name: string;
  path: string;
  /**
   * Shortest first; the first one whose rows are the API's answer is measured. Somebody who knows the data need not write
   * for jobs without a value when those with one fill the page.
   */
  sql: readonly [string, ...string[]];
  /** What the two must have in common. */
  compare: (answer: unknown, rows: readonly QueryResultRow[]) => Comparison;
  targets: readonly TargetName[];
  /** The line with the first page of this one's list. */
  first?: string;
}

export interface Comparison {
  api: readonly unknown[];
  sql: readonly unknown[];
  /** Jobs, lines or counts in the answer, when it is not the length of the above. */
  size?: number;
  /** What the table says of the API's answer beside its times; nothing when it is whole. */
  remark?: string;
}

export interface CaseGroup {
  title: string;
  cases: readonly BenchCase[];
}
