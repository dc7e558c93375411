/** A line of the table: a request of the API, and the same question as somebody would write it in SQL. */
export interface BenchCase {
  name: string;
  path: string;
  sql: string;
}
