import { type NodeStat } from '@openvcloud/contract';
import { type StatName } from '@openvcloud/contract/src/nodeStat';
import { type CpuTimes, type DiskCounters, type InterfaceCounters, type Memory } from './parseProc';

/** What rates are computed from: counters of one moment, in ms of a clock that nobody sets. */
export interface NodeCounters {
  at: number;
  cpu: CpuTimes;
  interfaces: InterfaceCounters[];
  disks: DiskCounters[];
}

export interface NodeGauges {
  cpus: number;
  load: [number, number, number];
  memory: Memory;
  mounts: Array<{ mount: string; total: number; used: number; available: number; inodes: number; freeInodes: number }>;
  uptimeSeconds: number;
  agentUptimeSeconds: number;
}

/** As the API takes it. */
const MAX_NAME = 100;
/** Mounts, disks and interfaces of a node, of each kind: hundreds would make a report of thousands of samples. */
const MAX_DEVICES = 50;

type Measured = [name: StatName, value: number, device?: string];

export interface MeasuredStats {
  stats: NodeStat[];
  /** Mounts, disks and interfaces past the limit. */
  leftOut: number;
}

/** Rates need two readings; the first one gives levels only. */
export function toNodeStats(
  before: NodeCounters | undefined,
  now: NodeCounters,
  gauges: NodeGauges,
  time: number
): MeasuredStats {
  const kinds = [gauges.mounts, now.disks, now.interfaces];
  const measured = [...levels(gauges), ...(before === undefined ? [] : rates(before, now))];
  return {
    stats: measured
      .map(([name, value, device]) => ({ name: device === undefined ? name : `${name}:${device}`, value }))
      .filter(({ name, value }) => name.length <= MAX_NAME && Number.isFinite(value))
      .map(({ name, value }) => ({ time, name, value: Math.round(value * 100) / 100 })),
    leftOut: kinds.reduce((sum, kind) => sum + Math.max(0, kind.length - MAX_DEVICES), 0),
  };
}

function levels({ cpus, load, memory, mounts, uptimeSeconds, agentUptimeSeconds }: NodeGauges): Measured[] {
  const used = memory.total - memory.available;
  return [
    ['cpus', cpus],
    ['load1', load[0]],
    ['load5', load[1]],
    ['load15', load[2]],
    ['memory_total_bytes', memory.total],
    ['memory_available_bytes', memory.available],
    ['memory_used_bytes', used],
    ['memory_used_percent', percentOf(used, memory.total)],
    ['swap_total_bytes', memory.swapTotal],
    ['swap_used_bytes', memory.swapTotal - memory.swapFree],
    ['uptime_seconds', uptimeSeconds],
    ['agent_uptime_seconds', agentUptimeSeconds],
    ...mounts.slice(0, MAX_DEVICES).flatMap(levelsOfMount),
  ];
}

function levelsOfMount({
  mount,
  total,
  used,
  available,
  inodes,
  freeInodes,
}: NodeGauges['mounts'][number]): Measured[] {
  return [
    ['disk_total_bytes', total, mount],
    ['disk_used_bytes', used, mount],
    // As df counts it: what is reserved for root is neither used nor available.
    ['disk_used_percent', percentOf(used, used + available), mount],
    // Some file systems make inodes as they need them, and have no number of them.
    ...(inodes > 0 ? [['disk_inodes_used_percent', percentOf(inodes - freeInodes, inodes), mount] as Measured] : []),
  ];
}

function rates(before: NodeCounters, now: NodeCounters): Measured[] {
  const seconds = (now.at - before.at) / 1000;
  return seconds > 0
    ? [
        ...ratesOfCpu(before.cpu, now.cpu),
        ...pairs(before.disks, now.disks).flatMap(([former, disk]) => ratesOfDisk(former, disk, seconds)),
        ...pairs(before.interfaces, now.interfaces).flatMap(([former, one]) => ratesOfInterface(former, one, seconds)),
      ]
    : [];
}

function ratesOfCpu(before: CpuTimes, now: CpuTimes): Measured[] {
  const ticks = now.total - before.total;
  const part = (kind: keyof CpuTimes): number => percentOf(Math.max(0, now[kind] - before[kind]), ticks);
  return ticks > 0
    ? [
        ['cpu_percent', part('busy')],
        ['cpu_user_percent', part('user')],
        ['cpu_system_percent', part('system')],
        ['cpu_iowait_percent', part('iowait')],
        ['cpu_steal_percent', part('steal')],
      ]
    : [];
}

function ratesOfDisk(before: DiskCounters, now: DiskCounters, seconds: number): Measured[] {
  return [
    ['disk_read_bytes_per_second', (now.readBytes - before.readBytes) / seconds, now.name],
    ['disk_write_bytes_per_second', (now.writtenBytes - before.writtenBytes) / seconds, now.name],
    // The kernel counts whole ticks: a busy disk may have a few more of them than there were.
    ['disk_busy_percent', Math.min(100, (now.busyMs - before.busyMs) / (seconds * 10)), now.name],
  ];
}

function ratesOfInterface(before: InterfaceCounters, now: InterfaceCounters, seconds: number): Measured[] {
  return [
    ['network_rx_bytes_per_second', (now.received - before.received) / seconds, now.name],
    ['network_tx_bytes_per_second', (now.sent - before.sent) / seconds, now.name],
    ['network_errors_per_second', (now.errors - before.errors) / seconds, now.name],
    ['network_drops_per_second', (now.drops - before.drops) / seconds, now.name],
  ];
}

/** The same devices of two readings, but for those whose counters began anew: the device was made again. */
function pairs<Device extends { name: string }>(
  before: readonly Device[],
  now: readonly Device[]
): Array<[Device, Device]> {
  return now.slice(0, MAX_DEVICES).flatMap((device): Array<[Device, Device]> => {
    const former = before.find(({ name }) => name === device.name);
    return former === undefined || hasFallen(former, device) ? [] : [[former, device]];
  });
}

function hasFallen(before: object, now: object): boolean {
  const former: Record<string, unknown> = { ...before };
  return Object.entries(now).some(([key, value]) => typeof value === 'number' && value < Number(former[key]));
}

function percentOf(part: number, whole: number): number {
  return whole > 0 ? (100 * part) / whole : 0;
}
