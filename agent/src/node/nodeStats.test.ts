import { statfsSync } from 'node:fs';
import { totalmem } from 'node:os';
import { NodeStatsSampler, toNodeStats } from './nodeStats';

const gauges = {
  load: [1, 2, 3] as [number, number, number],
  memory: { total: 100, available: 40 },
  disks: [{ mount: '/', total: 100, used: 30, available: 60 }],
};
const counters = (at: number, busy: number, received: number) => ({
  at,
  cpu: { busy, total: at / 10 },
  interfaces: [{ name: 'eth0', received, sent: received * 2 }],
});
const byName = (stats: ReturnType<typeof toNodeStats>): Record<string, number> =>
  Object.fromEntries(stats.map(({ name, value }) => [name, value]));

describe('toNodeStats', () => {
  it('computes rates from two readings', () => {
    const reported = toNodeStats(counters(0, 0, 1000), counters(10_000, 250, 6000), gauges, 77);
    expect(new Set(reported.map(({ time }) => time))).toEqual(new Set([77]));
    const stats = byName(reported);
    expect(stats).toMatchObject({
      cpu_percent: 25,
      'network_rx_bytes_per_second:eth0': 500,
      'network_tx_bytes_per_second:eth0': 1000,
      load1: 1,
      memory_used_bytes: 60,
    });
    expect(stats['disk_used_percent:/']).toBeCloseTo(33.33);
  });

  it('gives levels only after one reading, and no rate when a counter began anew', () => {
    expect(Object.keys(byName(toNodeStats(undefined, counters(10_000, 1, 1), gauges, 77)))).not.toContain(
      'cpu_percent'
    );
    expect(
      byName(toNodeStats(counters(0, 0, 5000), counters(10_000, 1, 10), gauges, 77))['network_rx_bytes_per_second:eth0']
    ).toBeUndefined();
  });

  it('reads this machine', async () => {
    const stats = byName(await new NodeStatsSampler().sample(Date.now(), performance.now()));
    const { blocks, bsize } = statfsSync('/');
    expect(stats).toMatchObject({ memory_total_bytes: totalmem(), 'disk_total_bytes:/': blocks * bsize });
  });
});
