import { Gauge, type Registry } from 'prom-client';
import { LEASE_MS } from '../timing/leaseTimes';

/**
 * What agents have yet to deliver. Heartbeats say it, because reports would tell it only when the backlog is gone; each
 * controller knows what it heard within the last lease.
 */
export class AgentSpools {
  private readonly heardOf = new Map<number, { node: string; bytes: number; time: number }>();
  private readonly bytes: Gauge<'node'>;
  private readonly now: () => number;

  constructor(registry: Registry, now: () => number) {
    this.now = now;
    this.bytes = new Gauge({
      name: 'openvcloud_agent_spool_bytes',
      help: "What waits on an agent's disk to be delivered, as its last heartbeat here said",
      labelNames: ['node'],
      registers: [registry],
      collect: () => this.collect(),
    });
  }

  heard(nid: number, node: string, bytes: number | undefined): void {
    if (bytes !== undefined) {
      this.heardOf.set(nid, { node, bytes, time: this.now() });
    }
  }

  private collect(): void {
    this.bytes.reset();
    for (const [nid, { node, bytes, time }] of this.heardOf) {
      if (this.now() - time > LEASE_MS) {
        this.heardOf.delete(nid);
      } else {
        this.bytes.set({ node }, bytes);
      }
    }
  }
}
