import { type FieldSpec } from './filter';

/**
 * What agents measure of their nodes: the same words in the API, the query editor and the frames.
 * No schema library here: the plugin bundles import this file.
 */
export const STAT_UNITS = ['percent', 'bytes', 'bytes/s', 's', '1/s', ''] as const;
export type StatUnit = (typeof STAT_UNITS)[number];

export interface StatSpec {
  label: string;
  unit: StatUnit;
  /** What it is measured of, when a node has several: the name then ends in `:<device>`. */
  per?: 'mount' | 'disk' | 'interface';
}

/** In the order in which people look at a node. */
const STATS = {
  cpu_percent: { label: 'CPU', unit: 'percent' },
  cpu_user_percent: { label: 'CPU of programs', unit: 'percent' },
  cpu_system_percent: { label: 'CPU of the kernel', unit: 'percent' },
  cpu_iowait_percent: { label: 'CPU that waits for disks', unit: 'percent' },
  cpu_steal_percent: { label: 'CPU taken by other machines', unit: 'percent' },
  cpus: { label: 'CPUs', unit: '' },
  load1: { label: 'Load 1 min', unit: '' },
  load5: { label: 'Load 5 min', unit: '' },
  load15: { label: 'Load 15 min', unit: '' },
  memory_used_percent: { label: 'Memory used', unit: 'percent' },
  memory_used_bytes: { label: 'Memory used', unit: 'bytes' },
  memory_available_bytes: { label: 'Memory available', unit: 'bytes' },
  memory_total_bytes: { label: 'Memory', unit: 'bytes' },
  swap_used_bytes: { label: 'Swap used', unit: 'bytes' },
  swap_total_bytes: { label: 'Swap', unit: 'bytes' },
  disk_used_percent: { label: 'Disk used', unit: 'percent', per: 'mount' },
  disk_used_bytes: { label: 'Disk used', unit: 'bytes', per: 'mount' },
  disk_total_bytes: { label: 'Disk', unit: 'bytes', per: 'mount' },
  disk_inodes_used_percent: { label: 'Inodes used', unit: 'percent', per: 'mount' },
  disk_busy_percent: { label: 'Disk busy', unit: 'percent', per: 'disk' },
  disk_read_bytes_per_second: { label: 'Disk read', unit: 'bytes/s', per: 'disk' },
  disk_write_bytes_per_second: { label: 'Disk written', unit: 'bytes/s', per: 'disk' },
  network_rx_bytes_per_second: { label: 'Network in', unit: 'bytes/s', per: 'interface' },
  network_tx_bytes_per_second: { label: 'Network out', unit: 'bytes/s', per: 'interface' },
  network_errors_per_second: { label: 'Network errors', unit: '1/s', per: 'interface' },
  network_drops_per_second: { label: 'Network drops', unit: '1/s', per: 'interface' },
  uptime_seconds: { label: 'Node up', unit: 's' },
  agent_uptime_seconds: { label: 'Agent up', unit: 's' },
} as const satisfies Record<string, StatSpec>;
export type StatName = keyof typeof STATS;
export const NODE_STATS: Readonly<Record<StatName, StatSpec>> = STATS;
export const STAT_NAMES = Object.keys(STATS) as readonly StatName[];

/** For what an agent of another version reports: it is shown by its name, never dropped. */
export function statSpec(stat: string): StatSpec {
  return isStatName(stat) ? NODE_STATS[stat] : { label: stat, unit: '' };
}

function isStatName(stat: string): stat is StatName {
  return Object.hasOwn(STATS, stat);
}

/** `disk_used_percent:/var/lib` → `{stat: 'disk_used_percent', device: '/var/lib'}`; without a device that is empty. */
export function splitStatName(name: string): { stat: string; device: string } {
  const colon = name.indexOf(':');
  return colon < 0 ? { stat: name, device: '' } : { stat: name.slice(0, colon), device: name.slice(colon + 1) };
}

/** What is told of the samples of a bucket. */
export const STAT_FIGURES = ['min', 'mean', 'max'] as const;
export type StatFigure = (typeof STAT_FIGURES)[number];

const keyword = (label: string): FieldSpec => ({ kind: 'keyword', label, isSortable: false, isCompletable: true });
const number = (label: string): FieldSpec => ({ ...keyword(label), kind: 'number' });

/** What node stats are filtered by. */
export const NODE_STAT_FIELDS = {
  nodeName: keyword('Node'),
  nid: number('Node id'),
  gid: number('Grid'),
  stat: keyword('Stat'),
  device: keyword('Device'),
} as const satisfies Record<string, FieldSpec>;
export type NodeStatField = keyof typeof NODE_STAT_FIELDS;

/**
 * Samples come every ten seconds, give or take: shorter buckets would have holes where nothing is missing. From these lengths
 * on a bucket is made of what is kept of samples, and its length is a multiple of it.
 */
export const STAT_STEPS_MS = [300_000, 1_800_000] as const;
export const SHORTEST_STAT_BUCKET_MS = 30_000;
