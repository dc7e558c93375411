import { writeJson } from '../exactJson/writeJson';
import { entriesOf, isContainer, kindOf } from './flattenJson';

/** "object, 12 entries, 3.4 kB": what one is about to open. */
export function describeSize(value: unknown): string {
  const kind = kindOf(value);
  const count = entriesOf(value).length;
  const entries = isContainer(value) ? `, ${count.toLocaleString()} ${count === 1 ? 'entry' : 'entries'}` : '';
  return `${kind}${entries}, ${formatBytes(value === undefined ? 0 : writeJson(value, 0).length)}`;
}

/** 512 → "512 B", 4_200_000 → "4.2 MB". */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  const power = Math.min(units.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3));
  return `${Number((bytes / 1000 ** power).toFixed(1))} ${units[power]}`;
}
