/** Readers of Linux' /proc files: text in, numbers out. */

/** Ticks since the machine came up. */
export interface CpuTimes {
  user: number;
  system: number;
  iowait: number;
  steal: number;
  /** All but idle and iowait. */
  busy: number;
  total: number;
}

/** `cpu  user nice system idle iowait irq softirq steal ...` of /proc/stat. What follows is time of guests, which user and nice hold already. */
export function parseCpuTimes(stat: string): CpuTimes {
  const at = counters(/^cpu\s+(.*)$/m.exec(stat)?.[1] ?? '');
  const sum = (...places: number[]): number => places.reduce((ticks, place) => ticks + at(place), 0);
  return {
    user: sum(0, 1),
    system: sum(2, 5, 6),
    iowait: sum(4),
    steal: sum(7),
    busy: sum(0, 1, 2, 5, 6, 7),
    total: sum(0, 1, 2, 3, 4, 5, 6, 7),
  };
}

/** How many CPUs /proc/stat lists. */
export function parseCpuCount(stat: string): number {
  return stat.match(/^cpu\d+ /gm)?.length ?? 0;
}

export function parseLoad(loadavg: string): [number, number, number] {
  const [one = 0, five = 0, fifteen = 0] = loadavg.split(' ').map(Number);
  return [one, five, fifteen];
}

export interface Memory {
  total: number;
  available: number;
  swapTotal: number;
  swapFree: number;
}

/** `MemTotal:  24685000 kB` of /proc/meminfo, in bytes. */
export function parseMemory(meminfo: string): Memory {
  const read = (key: string): number => Number(new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(meminfo)?.[1] ?? 0) * 1024;
  return {
    total: read('MemTotal'),
    available: read('MemAvailable'),
    swapTotal: read('SwapTotal'),
    swapFree: read('SwapFree'),
  };
}

/** Seconds since the machine came up, of /proc/uptime. */
export function parseUptime(uptime: string): number {
  return Number(uptime.split(' ')[0] ?? 0);
}

export interface InterfaceCounters {
  name: string;
  received: number;
  sent: number;
  errors: number;
  drops: number;
}

/** The loopback, and the outer ends of containers' cables: there is one per container, of another name each time. */
const NO_INTERFACE = /^(lo|veth.*)$/;

/** Interfaces of /proc/net/dev. */
export function parseInterfaces(netDev: string): InterfaceCounters[] {
  return [...netDev.matchAll(/^\s*([^\s:]+):\s*(.*)$/gm)]
    .map(([, name = '', fields = '']) => ({ name, at: counters(fields) }))
    .filter(({ name }) => !NO_INTERFACE.test(name))
    .map(({ name, at }) => ({
      name,
      received: at(0),
      sent: at(8),
      errors: at(2) + at(10),
      drops: at(3) + at(11),
    }));
}

export interface DiskCounters {
  name: string;
  readBytes: number;
  writtenBytes: number;
  /** Time with something to do. */
  busyMs: number;
}

/** What is a part of another one, or no disk. */
const NO_DISK = /^(?:ram|loop|zram|fd|sr)\d+$|^(?:h|s|v|xv)d[a-z]+\d+$|^(?:nvme\d+n\d+|mmcblk\d+)p\d+$/;
const SECTOR_BYTES = 512;

/** `8 0 sda reads merged sectors ms writes merged sectors ms now busyMs ...` of /proc/diskstats: whole disks, whose sectors are of 512 bytes there. */
export function parseDiskStats(diskstats: string): DiskCounters[] {
  return [...diskstats.matchAll(/^\s*\d+\s+\d+\s+(\S+)\s+(.*)$/gm)]
    .map(([, name = '', fields = '']) => ({ name, at: counters(fields) }))
    .filter(({ name }) => !NO_DISK.test(name))
    .map(({ name, at }) => ({
      name,
      readBytes: at(2) * SECTOR_BYTES,
      writtenBytes: at(6) * SECTOR_BYTES,
      busyMs: at(9),
    }));
}

/** Mount points of /proc/mounts that stand for a disk, one per device; octal escapes as in `\040` undone. */
export function parseDiskMounts(mounts: string): string[] {
  const seen = new Set<string>();
  const points: string[] = [];
  for (const [, device = '', point = ''] of mounts.matchAll(/^(\S+) (\S+) /gm)) {
    if (device.startsWith('/dev/') && !device.startsWith('/dev/loop') && !seen.has(device)) {
      seen.add(device);
      points.push(point.replace(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8))));
    }
  }
  return points.length > 0 ? points : ['/'];
}

/** The counters of a line by their place, from 0; 0 where the line stops before it. */
function counters(fields: string): (place: number) => number {
  const numbers = fields.trim().split(/\s+/).map(Number);
  return (place) => numbers[place] ?? 0;
}
