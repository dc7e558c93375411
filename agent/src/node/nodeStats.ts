import { readFile, statfs } from 'node:fs/promises';
import { type NodeStat } from '@openvcloud/contract';
import {
  parseCpuTimes,
  parseDiskMounts,
  parseInterfaces,
  parseLoad,
  parseMemory,
  type CpuTimes,
  type InterfaceBytes,
} from './parseProc';

/** What rates are computed from: counters of one moment, in ms of a clock that nobody sets. */
export interface NodeCounters {
  at: number;
  cpu: CpuTimes;
  interfaces: InterfaceBytes[];
}

export interface NodeGauges {
  load: [number, number, number];
  memory: { total: number; available: number };
  disks: Array<{ mount: string; total: number; used: number; available: number }>;
}

const MAX_NAME = 100;

/** Rates need two readings; the first one gives levels only. */
export function toNodeStats(
  before: NodeCounters | undefined,
  now: NodeCounters,
  gauges: NodeGauges,
  time: number
): NodeStat[] {
  const stats: Array<[string, number]> = [
    ['load1', gauges.load[0]],
    ['load5', gauges.load[1]],
    ['load15', gauges.load[2]],
    ['memory_total_bytes', gauges.memory.total],
    ['memory_available_bytes', gauges.memory.available],
    ['memory_used_bytes', gauges.memory.total - gauges.memory.available],
  ];
  for (const { mount, total, used, available } of gauges.disks) {
    stats.push([`disk_total_bytes:${mount}`, total], [`disk_used_bytes:${mount}`, used]);
    // As df counts it: what is reserved for root is neither used nor available.
    stats.push([`disk_used_percent:${mount}`, used + available > 0 ? (100 * used) / (used + available) : 0]);
  }
  if (before) {
    stats.push(...rates(before, now));
  }
  return stats
    .filter(([name, value]) => name.length <= MAX_NAME && Number.isFinite(value))
    .map(([name, value]) => ({ time, name, value: Math.round(value * 100) / 100 }));
}

function rates(before: NodeCounters, now: NodeCounters): Array<[string, number]> {
  const stats: Array<[string, number]> = [];
  const ticks = now.cpu.total - before.cpu.total;
  if (ticks > 0) {
    stats.push(['cpu_percent', (100 * (now.cpu.busy - before.cpu.busy)) / ticks]);
  }
  const seconds = (now.at - before.at) / 1000;
  for (const { name, received, sent } of now.interfaces) {
    const former = before.interfaces.find((other) => other.name === name);
    // Counters start anew when an interface is made again.
    if (former && seconds > 0 && received >= former.received && sent >= former.sent) {
      stats.push([`network_rx_bytes_per_second:${name}`, (received - former.received) / seconds]);
      stats.push([`network_tx_bytes_per_second:${name}`, (sent - former.sent) / seconds]);
    }
  }
  return stats;
}

/** Reads this node from /proc; each call gives the samples since the former one. */
export class NodeStatsSampler {
  private before: NodeCounters | undefined;

  /** `time`: as reported; `at`: as the monotonic clock shows it. */
  async sample(time: number, at: number): Promise<NodeStat[]> {
    const [stat, loadavg, meminfo, netDev, mounts] = await Promise.all(
      ['stat', 'loadavg', 'meminfo', 'net/dev', 'mounts'].map((name) => readFile(`/proc/${name}`, 'utf8'))
    );
    const counters = { at, cpu: parseCpuTimes(stat ?? ''), interfaces: parseInterfaces(netDev ?? '') };
    const disks = await Promise.all(parseDiskMounts(mounts ?? '').map(readDisk));
    const gauges = {
      load: parseLoad(loadavg ?? ''),
      memory: parseMemory(meminfo ?? ''),
      disks: disks.flatMap((disk) => disk ?? []),
    };
    const stats = toNodeStats(this.before, counters, gauges, time);
    this.before = counters;
    return stats;
  }
}

async function readDisk(mount: string): Promise<NodeGauges['disks'][number] | undefined> {
  try {
    const { bsize, blocks, bfree, bavail } = await statfs(mount);
    return { mount, total: blocks * bsize, used: (blocks - bfree) * bsize, available: bavail * bsize };
  } catch {
    return undefined; // unmounted since it was listed
  }
}
