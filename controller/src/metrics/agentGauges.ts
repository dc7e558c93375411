import { Gauge, type Registry } from 'prom-client';
import type { Database } from '../database/database';
import { LEASE_MS } from '../timing/leaseTimes';

/** The agents, as the database knows them: the same on every controller. */
export class AgentGauges {
  private readonly agents: Gauge<'live'>;
  private readonly database: Database;
  private readonly now: () => number;

  constructor(registry: Registry, database: Database, now: () => number) {
    this.database = database;
    this.now = now;
    this.agents = new Gauge({
      name: 'openvcloud_agents',
      help: 'Agents by whether they were heard within their lease',
      labelNames: ['live'],
      registers: [registry],
    });
  }

  async read(signal: AbortSignal): Promise<void> {
    const [row] = await this.database.read<{ live: number; all: number }>(
      {
        text: 'select count(*) filter (where last_seen > $1) as live, count(*) as "all" from nodes',
        values: [this.now() - LEASE_MS],
      },
      { signal, name: 'metrics' }
    );
    this.agents.set({ live: 'true' }, row?.live ?? 0);
    this.agents.set({ live: 'false' }, (row?.all ?? 0) - (row?.live ?? 0));
  }
  reset(): void {
    this.agents.reset();
  }
}
