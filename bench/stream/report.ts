import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import type { Latency, Percentiles } from './latency';

export function heading(): string {
  const { length, [0]: first } = cpus();
  const memory = (totalmem() / 1024 ** 3).toFixed(0);
  return `${new Date().toISOString().slice(0, 10)}, ${length} cores (${first?.model ?? 'unknown'}), ${memory} GB, Node ${process.version}.`;
}

export const LATENCY_COLUMNS = `| Streams | lines per second | events read | ms since sent p50 | p95 | p99 | max | since stored p50 | p95 | p99 | max | load |
|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|`;

export function latencyRow({ streams, linesPerSecond, events, sent, stored }: Latency): string {
  const figures = ({ p50, p95, p99, max }: Percentiles) => [p50, p95, p99, max].map((ms) => ms.toFixed(0));
  return `| ${[streams, linesPerSecond, events.toLocaleString('en'), ...figures(sent), ...figures(stored), load()].join(' | ')} |\n`;
}

export function load(): string {
  return readFileSync('/proc/loadavg', 'utf8').split(' ')[0] ?? '';
}
