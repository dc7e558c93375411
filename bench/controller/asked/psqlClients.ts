import type { Batch } from '../figures/measure';
import { Psql } from './psql';

/** As many psql as there are clients. */
export class PsqlClients {
  private readonly sessions: readonly Psql[];

  constructor(url: string, clients: number) {
    this.sessions = Array.from({ length: clients }, () => new Psql(url));
  }

  /** By psql's own clock: from sending a statement until all rows are there. */
  batch(sql: string): Batch {
    return async (count) => {
      const each = Math.ceil(count / this.sessions.length);
      const batches = await Promise.all(this.sessions.map((session) => session.run(sql, each)));
      const failures = batches.flatMap(({ failure }) => failure ?? []);
      if (failures.some((failure) => !/canceling statement due to statement timeout/.test(failure))) {
        throw new Error(`Expected psql to run ${sql}, got: ${failures.join(' ')}`);
      }
      return failures.length > 0 ? null : batches.flatMap(({ times }) => times);
    };
  }

  async close(): Promise<void> {
    await Promise.all(this.sessions.map((session) => session.close()));
  }
}
