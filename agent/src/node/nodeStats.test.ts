import { NodeStatsSampler, toNodeStats } from './nodeStats';
import { parseCpuTimes, parseDiskMounts, parseInterfaces, parseLoad, parseMemory } from './parseProc';

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
    expect(stats['memory_total_bytes']).toBeGreaterThan(0);
    expect(stats['disk_used_percent:/']).toBeGreaterThan(0);
  });
});

describe('/proc', () => {
  it('is read as the kernel writes it', () => {
    expect(parseCpuTimes('cpu  10 1 5 80 4 0 0 0 0 0\ncpu0 1 1 1 1\n')).toEqual({ busy: 16, total: 100 });
    expect(parseLoad('0.50 0.25 0.10 1/234 5678\n')).toEqual([0.5, 0.25, 0.1]);
    expect(parseMemory('MemTotal:       2048 kB\nMemFree: 1 kB\nMemAvailable:   1024 kB\n')).toEqual({
      total: 2_097_152,
      available: 1_048_576,
    });
    const header = 'Inter-|   Receive                  |  Transmit\n face |bytes packets|bytes packets\n';
    expect(parseInterfaces(`${header}    lo: 9 1 0 0 0 0 0 0 9 1\n  eth0:100 1 0 0 0 0 0 0 200 2\n`)).toEqual([
      { name: 'eth0', received: 100, sent: 200 },
    ]);
    expect(
      parseDiskMounts(
        '/dev/vda / ext4 rw 0 0\nproc /proc proc rw 0 0\n/dev/vda /again ext4 rw 0 0\n/dev/vdb /my\\040disk xfs rw 0 0\n'
      )
    ).toEqual(['/', '/my disk']);
  });
});
