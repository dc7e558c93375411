import { Gauge, type Registry } from 'prom-client';
import type { Database } from '../database/database';
import { listSources } from '../sources/sources';

/** How far the other controllers are whose jobs are brought here, as their bridges tell. */
export class SourceGauges {
  private readonly database: Database;
  private readonly now: () => number;
  private readonly gauges: Readonly<
    Record<'up' | 'lag' | 'read' | 'skipped' | 'created' | 'changed' | 'open' | 'cut' | 'lost', Gauge<'source'>>
  >;

  constructor(registry: Registry, database: Database, now: () => number) {
    this.database = database;
    this.now = now;
    const gauge = (name: string, help: string) =>
      new Gauge({ name: `openvcloud_source_${name}`, help, labelNames: ['source'], registers: [registry] });
    this.gauges = {
      up: gauge('up', '1: everything of the other controller is here; 0: it is behind, cut or has gaps'),
      lag: gauge('lag_seconds', 'Since the other controller was last read whole'),
      read: gauge('rows_read', 'Rows that its bridge has read'),
      skipped: gauge('rows_skipped', 'Rows that its bridge could not read'),
      created: gauge('jobs_created', 'Jobs that are new here by it'),
      changed: gauge('jobs_changed', 'Jobs that it told otherwise later'),
      open: gauge('open_jobs', 'Jobs that are asked for again until they end'),
      cut: gauge('cut_windows', 'Windows with more rows than it gives out'),
      lost: gauge('lost_gaps', 'Gaps that it had forgotten before they were read'),
    };
  }

  async read(signal: AbortSignal): Promise<void> {
    const { items } = await listSources(this.database, null, this.now(), { signal });
    this.reset();
    for (const { name: source, lagMs, behind, cut, lost, ...counts } of items) {
      this.gauges.up.set({ source }, behind === null ? 1 : 0);
      if (lagMs !== null) {
        this.gauges.lag.set({ source }, lagMs / 1000);
      }
      this.gauges.read.set({ source }, counts.rowsRead);
      this.gauges.skipped.set({ source }, counts.skipped);
      this.gauges.created.set({ source }, counts.created);
      this.gauges.changed.set({ source }, counts.changed);
      this.gauges.open.set({ source }, counts.openJobs);
      this.gauges.cut.set({ source }, cut.length);
      this.gauges.lost.set({ source }, lost.length);
    }
  }

  reset(): void {
    Object.values(this.gauges).forEach((gauge) => gauge.reset());
  }
}
