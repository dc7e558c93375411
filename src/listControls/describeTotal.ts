import { type ListMeta } from '../listFrame/readListMeta';

/** "Showing 1 to 25 of 17,816 jobs"; "of more than 10,000" where counting stopped; no position where none is known. */
export function describeTotal({ total, page }: ListMeta, rows: number, noun: string): string {
  const all = describeAll({ total }, rows, noun);
  if (rows === 0) {
    return total === undefined || total.value === 0 ? `No ${noun}s` : `No ${noun}s on this page of ${all}`;
  }
  if (page.offset === null || total === undefined) {
    return total === undefined ? `Showing ${all}` : `Showing ${count(rows)} of ${all}`;
  }
  return `Showing ${count(page.offset + 1)} to ${count(page.offset + rows)} of ${all}`;
}

/** "Page 3 of 713", where it is known. */
export function describePage({ total, page }: ListMeta): string {
  if (page.offset === null || page.limit <= 0 || total === undefined || page.offset % page.limit !== 0) {
    return '';
  }
  const current = page.offset / page.limit + 1;
  return total.relation === 'eq'
    ? `Page ${count(current)} of ${count(Math.max(1, Math.ceil(total.value / page.limit)))}`
    : `Page ${count(current)}`;
}

function describeAll({ total }: Pick<ListMeta, 'total'>, rows: number, noun: string): string {
  const value = total?.value ?? rows;
  const plural = value === 1 ? noun : `${noun}s`;
  return total?.relation === 'gte' ? `more than ${count(value)} ${plural}` : `${count(value)} ${plural}`;
}

function count(value: number): string {
  return value.toLocaleString();
}
