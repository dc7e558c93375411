import type { Queryable } from '../database/queryable';

/** What was purged or dropped here, by time of creation (jobs) or of the line (logs): [from, to), epoch milliseconds. */
export interface RemovedSpan {
  /** null: of every source. */
  home: number | null;
  kind: 'jobs' | 'logs';
  from: number;
  to: number;
}

/** Remembers it, in the transaction that removes: a source that still has it does not bring it back. Spans within it are forgotten. */
export async function noteRemoved(transaction: Queryable, { home, kind, from, to }: RemovedSpan): Promise<void> {
  await transaction.query(
    {
      text: `with within as (delete from removed_spans where kind = $2 and from_time >= $3 and to_time <= $4 and home is not distinct from $1::integer)
             insert into removed_spans (home, kind, from_time, to_time) values ($1, $2, $3, $4)`,
      values: [home, kind, from, to],
    },
    { name: 'note_removed' }
  );
}

/** SQL: was what stands at `time` removed? With the home grid in `home`. */
export function wasRemoved(kind: RemovedSpan['kind'], time: string, home: string): string {
  return `exists (select 1 from removed_spans r where r.kind = '${kind}' and (r.home is null or r.home = ${home}) and ${time} >= r.from_time and ${time} < r.to_time)`;
}
