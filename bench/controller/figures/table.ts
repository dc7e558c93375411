import type { Column, Figures } from './measure';

export interface TableRow {
  name: string;
  /** Jobs, lines or counts in the answer; null: not compared. */
  size: number | null;
  remark: string;
  api: Column;
  sql: Column;
  /** By the API's statements; null: not told in time. */
  scanned: number | null;
}

/** Fewer than this have no 99th percentile to speak of. */
const ENOUGH = 100;

export const TABLE_HEAD = `| ms | rows | p50 | p95 | p99 | n | SQL p50 | SQL p95 | SQL p99 | n | p95 ratio | rows scanned |
|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|`;

export function tableRow({ name, size, remark, api, sql, scanned }: TableRow, tooLong: string): string {
  const ratio = api === null || sql === null ? '–' : (api.p95 / sql.p95).toFixed(2);
  const cells = [
    remark === '' ? name : `${name} (${remark})`,
    size ?? '–',
    ...figures(api, tooLong),
    ...figures(sql, tooLong),
    ratio,
    scanned === null ? '–' : Math.round(scanned),
  ];
  return `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
}

function figures(column: Column, tooLong: string): string[] {
  if (column === null) {
    return [tooLong, tooLong, tooLong, '–'];
  }
  return [column.p50.toFixed(1), column.p95.toFixed(1), last(column), String(column.samples)];
}

/** Of few samples the longest instead of the 99th percentile. */
function last({ p99, max, samples }: Figures): string {
  return samples >= ENOUGH ? p99.toFixed(1) : `max ${max.toFixed(1)}`;
}
