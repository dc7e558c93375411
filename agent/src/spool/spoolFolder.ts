import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const SEGMENT = /^(\d{15})\.ndjson$/;
const SPOOL_ID = /^\d{13}-[0-9a-f-]{36}$/;

/** A segment is named by the sequence number of its first report. */
export function segmentName(firstSeq: number): string {
  return `${String(firstSeq).padStart(15, '0')}.ndjson`;
}

/** The number in that name; 1 of none. */
export function firstSeqOf(segment: string | undefined): number {
  return Number(SEGMENT.exec(segment ?? '')?.[1] ?? 1);
}

/** Sorts by time: what an earlier start left behind comes first. Doubles as the session id of that start. */
export function newSpoolId(now: number): string {
  return `${String(now).padStart(13, '0')}-${randomUUID()}`;
}

/** Spools of earlier starts that still hold reports, oldest first. */
export function listSpoolIds(root: string): string[] {
  return (existsSync(root) ? readdirSync(root) : []).filter((name) => SPOOL_ID.test(name)).sort();
}

/** None in a folder that is not there yet. */
export function listSegments(folder: string): string[] {
  return (existsSync(folder) ? readdirSync(folder) : []).filter((name) => SEGMENT.test(name)).sort();
}

export function spoolBytes(folder: string): number {
  return listSegments(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}
