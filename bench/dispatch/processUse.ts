import { readdirSync, readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4096;

export interface ProcessUse {
  /** Of the process, of the children it still has, and of those it has waited for. */
  cpuSeconds: number;
  /** Of the process itself, resident. */
  memoryMb: number;
}

/** From /proc, for one process tree. Children that the kernel reaped unasked (a zygote's) are in nobody's figures. */
export function processUse(pid: number): ProcessUse {
  const stats = readStats();
  const tree = [pid];
  for (const parent of tree) {
    tree.push(...[...stats.values()].filter((stat) => stat.parent === parent).map((stat) => stat.pid));
  }
  const ticks = tree.reduce((sum, member) => sum + (stats.get(member)?.ticks ?? 0), 0);
  return { cpuSeconds: ticks / TICKS_PER_SECOND, memoryMb: ((stats.get(pid)?.pages ?? 0) * PAGE_BYTES) / 1024 / 1024 };
}

interface Stat {
  pid: number;
  parent: number;
  ticks: number;
  pages: number;
}

function readStats(): Map<number, Stat> {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return new Map(pids.flatMap((name) => readStat(Number(name))).map((stat) => [stat.pid, stat]));
}

function readStat(pid: number): Stat[] {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ').map(Number) ?? [];
    const [own = 0, system = 0, ofChildren = 0, systemOfChildren = 0] = fields.slice(11, 15);
    return [
      { pid, parent: fields[1] ?? 0, ticks: own + system + ofChildren + systemOfChildren, pages: fields[21] ?? 0 },
    ];
  } catch {
    return []; // it ended meanwhile
  }
}

/** CPU seconds of the whole machine that were not idle, and how many CPUs it has: includes everybody else on it. */
export function machineBusySeconds(): number {
  const [, ...ticks] = readFileSync('/proc/stat', 'utf8').split('\n')[0]?.split(/\s+/).map(Number) ?? [];
  const [user = 0, nice = 0, system = 0, , , irq = 0, softIrq = 0] = ticks;
  return (user + nice + system + irq + softIrq) / TICKS_PER_SECOND;
}
