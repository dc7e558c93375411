import { statfsSync } from 'node:fs';
import { cpus, totalmem, uptime } from 'node:os';
import { STAT_NAMES, splitStatName, statSpec } from '@openvcloud/contract/src/nodeStat';
import { toNodeStats, type NodeCounters, type NodeGauges } from './nodeStats';
import { NodeStatsSampler } from './nodeStatsSampler';

const gauges: NodeGauges = {
  cpus: 4,
  load: [1, 2, 3],
  memory: { total: 100, available: 40, swapTotal: 10, swapFree: 7 },
  mounts: [{ mount: '/', total: 100, used: 30, available: 60, inodes: 50, freeInodes: 40 }],
  uptimeSeconds: 3600,
  agentUptimeSeconds: 60,
};
const counters = (at: number, busy: number, received: number): NodeCounters => ({
  at,
  cpu: { user: busy / 2, system: busy / 4, iowait: busy / 10, steal: 0, busy, total: at / 10 },
  interfaces: [{ name: 'eth0', received, sent: received * 2, errors: 0, drops: received / 100 }],
  disks: [{ name: 'sda', readBytes: received, writtenBytes: 3 * received, busyMs: received }],
});
const byName = ({ stats }: ReturnType<typeof toNodeStats>): Record<string, number> =>
  Object.fromEntries(stats.map(({ name, value }) => [name, value]));

describe('toNodeStats', () => {
  it('computes rates from two readings', () => {
    const reported = toNodeStats(counters(0, 0, 1000), counters(10_000, 250, 6000), gauges, 77);
    expect(new Set(reported.stats.map(({ time }) => time))).toEqual(new Set([77]));
    expect(byName(reported)).toEqual({
      cpus: 4,
      cpu_percent: 25,
      cpu_user_percent: 12.5,
      cpu_system_percent: 6.25,
      cpu_iowait_percent: 2.5,
      cpu_steal_percent: 0,
      load1: 1,
      load5: 2,
      load15: 3,
      memory_total_bytes: 100,
      memory_available_bytes: 40,
      memory_used_bytes: 60,
      memory_used_percent: 60,
      swap_total_bytes: 10,
      swap_used_bytes: 3,
      'disk_total_bytes:/': 100,
      'disk_used_bytes:/': 30,
      'disk_used_percent:/': 33.33,
      'disk_inodes_used_percent:/': 20,
      'disk_read_bytes_per_second:sda': 500,
      'disk_write_bytes_per_second:sda': 1500,
      'disk_busy_percent:sda': 50,
      'network_rx_bytes_per_second:eth0': 500,
      'network_tx_bytes_per_second:eth0': 1000,
      'network_errors_per_second:eth0': 0,
      'network_drops_per_second:eth0': 5,
      uptime_seconds: 3600,
      agent_uptime_seconds: 60,
    });
  });

  it('are all that the contract has words for, a device with those that have one', () => {
    const { stats } = toNodeStats(counters(0, 0, 1000), counters(10_000, 250, 6000), gauges, 77);
    const split = stats.map(({ name }) => splitStatName(name));
    expect(split.map(({ stat }) => stat).sort()).toEqual([...STAT_NAMES].sort());
    expect(split.filter(({ stat, device }) => (device !== '') !== (statSpec(stat).per !== undefined))).toEqual([]);
  });

  it('gives levels only after one reading, and no rate when a counter began anew', () => {
    expect(Object.keys(byName(toNodeStats(undefined, counters(10_000, 1, 1), gauges, 77)))).not.toContain(
      'cpu_percent'
    );
    const anew = byName(toNodeStats(counters(0, 0, 5000), counters(10_000, 1, 10), gauges, 77));
    expect(anew['network_rx_bytes_per_second:eth0']).toBeUndefined();
    expect(anew['disk_busy_percent:sda']).toBeUndefined();
    expect(anew.cpu_percent).toBe(0.1);
  });

  it('has no share of inodes where a file system has no number of them', () => {
    const [mount] = gauges.mounts;
    const btrfs = { ...gauges, mounts: mount === undefined ? [] : [{ ...mount, inodes: 0, freeInodes: 0 }] };
    expect(byName(toNodeStats(undefined, counters(0, 0, 0), btrfs, 77))['disk_inodes_used_percent:/']).toBeUndefined();
  });

  it('leaves out devices past fifty of a kind, and says how many', () => {
    const [disk] = counters(0, 0, 0).disks;
    const many = (at: number) => ({
      ...counters(at, 0, 0),
      disks: Array.from({ length: 53 }, (_, index) => ({
        readBytes: 0,
        writtenBytes: 0,
        busyMs: 0,
        ...disk,
        name: `d${index}`,
      })),
    });
    const { stats, leftOut } = toNodeStats(many(0), many(10_000), gauges, 77);
    expect(stats.filter(({ name }) => name.startsWith('disk_busy_percent'))).toHaveLength(50);
    expect(leftOut).toBe(3);
  });
});

describe('NodeStatsSampler', () => {
  it('reads this machine', async () => {
    const before = uptime();
    const stats = byName(await new NodeStatsSampler().sample(Date.now(), performance.now()));
    const { blocks, bsize } = statfsSync('/');
    expect(stats).toMatchObject({
      memory_total_bytes: totalmem(),
      'disk_total_bytes:/': blocks * bsize,
      cpus: cpus().length,
    });
    expect(stats.uptime_seconds).toBeGreaterThanOrEqual(Math.floor(before));
  });
});
