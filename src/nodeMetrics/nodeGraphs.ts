import { type StatName } from '@openvcloud/contract/src/nodeStat';

/** A graph of what a node did: of what its agent measured, and the same of node_exporter. */
interface NodeGraph {
  title: string;
  description?: string;
  stats: readonly StatName[];
  /** PromQL and the legend of its series; `$labels` is the node's label matchers. */
  exporter: ReadonlyArray<{ expr: string; legend: string }>;
  /** Grafana's unit of the exporter's series; those of the agent bring theirs. */
  unit: string;
  isStacked?: boolean;
  max?: number;
}

/** Not on any disk, or another view of one. */
const NO_DISK = 'fstype!~"tmpfs|ramfs|overlay|squashfs|nsfs|autofs|devtmpfs"';

/** In the order in which people look at a node. */
export const NODE_GRAPHS: readonly NodeGraph[] = [
  {
    title: 'CPU',
    description: 'What the CPUs did, and how much of their time other virtual machines took.',
    stats: ['cpu_user_percent', 'cpu_system_percent', 'cpu_iowait_percent', 'cpu_steal_percent'],
    exporter: [
      {
        expr: '100 * avg by (mode) (rate(node_cpu_seconds_total{$labels, mode=~"user|system|iowait|steal"}[$__rate_interval]))',
        legend: '{{mode}}',
      },
    ],
    unit: 'percent',
    isStacked: true,
    max: 100,
  },
  {
    title: 'Load',
    description: 'Programs that run or wait for a CPU or a disk, beside the number of CPUs.',
    stats: ['load1', 'load15', 'cpus'],
    exporter: [
      { expr: 'node_load1{$labels}', legend: 'Load 1 min' },
      { expr: 'node_load15{$labels}', legend: 'Load 15 min' },
      { expr: 'count(count by (cpu) (node_cpu_seconds_total{$labels}))', legend: 'CPUs' },
    ],
    unit: 'short',
  },
  {
    title: 'Memory',
    stats: ['memory_used_bytes', 'memory_total_bytes', 'swap_used_bytes'],
    exporter: [
      { expr: 'node_memory_MemTotal_bytes{$labels} - node_memory_MemAvailable_bytes{$labels}', legend: 'Memory used' },
      { expr: 'node_memory_MemTotal_bytes{$labels}', legend: 'Memory' },
      { expr: 'node_memory_SwapTotal_bytes{$labels} - node_memory_SwapFree_bytes{$labels}', legend: 'Swap used' },
    ],
    unit: 'bytes',
  },
  {
    title: 'Disks in use',
    stats: ['disk_used_percent', 'disk_inodes_used_percent'],
    exporter: [
      {
        expr: `100 * (1 - node_filesystem_avail_bytes{$labels, ${NO_DISK}} / node_filesystem_size_bytes{$labels, ${NO_DISK}})`,
        legend: 'Disk used, {{mountpoint}}',
      },
    ],
    unit: 'percent',
    max: 100,
  },
  {
    title: 'Disks read and written',
    stats: ['disk_read_bytes_per_second', 'disk_write_bytes_per_second'],
    exporter: [
      { expr: 'rate(node_disk_read_bytes_total{$labels}[$__rate_interval])', legend: 'Disk read, {{device}}' },
      { expr: 'rate(node_disk_written_bytes_total{$labels}[$__rate_interval])', legend: 'Disk written, {{device}}' },
    ],
    unit: 'binBps',
  },
  {
    title: 'Network',
    stats: ['network_rx_bytes_per_second', 'network_tx_bytes_per_second'],
    exporter: [
      {
        expr: 'rate(node_network_receive_bytes_total{$labels, device!="lo"}[$__rate_interval])',
        legend: 'Network in, {{device}}',
      },
      {
        expr: 'rate(node_network_transmit_bytes_total{$labels, device!="lo"}[$__rate_interval])',
        legend: 'Network out, {{device}}',
      },
    ],
    unit: 'binBps',
  },
];
