import { Gauge, type Registry } from 'prom-client';
import type { Database } from '../database/database';

/** More are not told apart: counting them all would cost more than it tells. */
const COUNTED = 100_000;

/** How far the kept counts are behind what has ended: every count reads these rows too. */
export class CountBacklog {
  private readonly rows: Gauge;
  private readonly database: Database;

  constructor(registry: Registry, database: Database) {
    this.database = database;
    this.rows = new Gauge({
      name: 'openvcloud_count_backlog_rows',
      help: `Rows of ended jobs not yet added to the kept counts; at most ${COUNTED} are counted`,
      registers: [registry],
    });
  }

  async read(signal: AbortSignal): Promise<void> {
    const [row] = await this.database.read<{ rows: number }>(
      { text: `select count(*) as rows from (select 1 from job_count_deltas limit ${COUNTED}) as d`, values: [] },
      { signal, name: 'metrics' }
    );
    this.rows.set(row?.rows ?? 0);
  }

  reset(): void {
    // Without labels a reset would say zero, which is a number.
    this.rows.remove();
  }
}
