import type { AskedTwice } from '../asked/sameAnswer';
import type { TargetName } from '../figures/targets';

/** A line of the table: a request of the API, and the same question as somebody would write it in SQL. */
export interface BenchCase extends AskedTwice {
  path: string;
  targets: readonly TargetName[];
  /** The line with the first page of this one's list. */
  first?: string;
}

export interface CaseGroup {
  title: string;
  cases: readonly BenchCase[];
}
