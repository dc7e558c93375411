/** Readers of Linux' /proc files: text in, numbers out. */

export interface CpuTimes {
  busy: number;
  total: number;
}

const CPU_FIELDS = 8;
/** Of these, idle and iowait. */
const IDLE_FIELDS = [3, 4];

/** `cpu  user nice system idle iowait irq softirq steal ...` of /proc/stat, in ticks. */
export function parseCpuTimes(stat: string): CpuTimes {
  // What follows is time of guests, which user and nice hold already.
  const fields = /^cpu\s+(.*)$/m.exec(stat)?.[1]?.trim().split(/\s+/).slice(0, CPU_FIELDS).map(Number) ?? [];
  const total = fields.reduce((sum, ticks) => sum + ticks, 0);
  const idle = IDLE_FIELDS.reduce((sum, place) => sum + (fields[place] ?? 0), 0);
  return { busy: total - idle, total };
}

export function parseLoad(loadavg: string): [number, number, number] {
  const [one = 0, five = 0, fifteen = 0] = loadavg.split(' ').map(Number);
  return [one, five, fifteen];
}

/** `MemTotal:  24685000 kB` of /proc/meminfo, in bytes. */
export function parseMemory(meminfo: string): { total: number; available: number } {
  const read = (key: string): number => Number(new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(meminfo)?.[1] ?? 0) * 1024;
  return { total: read('MemTotal'), available: read('MemAvailable') };
}

export interface InterfaceBytes {
  name: string;
  received: number;
  sent: number;
}

/** Interfaces of /proc/net/dev, the loopback left out. */
export function parseInterfaces(netDev: string): InterfaceBytes[] {
  return [...netDev.matchAll(/^\s*([^\s:]+):\s*(.*)$/gm)]
    .map(([, name = '', counters = '']) => ({ name, fields: counters.trim().split(/\s+/).map(Number) }))
    .map(({ name, fields }) => ({ name, received: fields[0] ?? 0, sent: fields[8] ?? 0 }))
    .filter(({ name }) => name !== 'lo');
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
