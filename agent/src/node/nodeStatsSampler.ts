import { readFile, statfs } from 'node:fs/promises';
import { toNodeStats, type MeasuredStats, type NodeCounters, type NodeGauges } from './nodeStats';
import {
  parseCpuCount,
  parseCpuTimes,
  parseDiskMounts,
  parseDiskStats,
  parseInterfaces,
  parseLoad,
  parseMemory,
  parseUptime,
} from './parseProc';

const FILES = ['stat', 'loadavg', 'meminfo', 'net/dev', 'mounts', 'uptime'] as const;

/** Reads this node from /proc; each call gives the samples since the former one. */
export class NodeStatsSampler {
  private before: NodeCounters | undefined;

  /** `time`: as reported; `at`: as the monotonic clock shows it. */
  async sample(time: number, at: number): Promise<MeasuredStats> {
    const [texts, diskstats] = await Promise.all([
      Promise.all(FILES.map((name) => readFile(`/proc/${name}`, 'utf8'))),
      // Hidden in some containers: what else there is must not be lost with it.
      readFile('/proc/diskstats', 'utf8').catch(() => ''),
    ]);
    const [stat = '', loadavg = '', meminfo = '', netDev = '', mounts = '', uptime = ''] = texts;
    const counters = {
      at,
      cpu: parseCpuTimes(stat),
      interfaces: parseInterfaces(netDev),
      disks: parseDiskStats(diskstats),
    };
    const found = await Promise.all(parseDiskMounts(mounts).map(readMount));
    const gauges = {
      cpus: parseCpuCount(stat),
      load: parseLoad(loadavg),
      memory: parseMemory(meminfo),
      mounts: found.flatMap((mount) => mount ?? []),
      uptimeSeconds: parseUptime(uptime),
      agentUptimeSeconds: process.uptime(),
    };
    const measured = toNodeStats(this.before, counters, gauges, time);
    this.before = counters;
    return measured;
  }
}

async function readMount(mount: string): Promise<NodeGauges['mounts'][number] | undefined> {
  try {
    const { bsize, blocks, bfree, bavail, files, ffree } = await statfs(mount);
    const bytes = { total: blocks * bsize, used: (blocks - bfree) * bsize, available: bavail * bsize };
    return { mount, ...bytes, inodes: files, freeInodes: ffree };
  } catch {
    return undefined; // unmounted since it was listed
  }
}
