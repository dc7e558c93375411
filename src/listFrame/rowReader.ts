import { type DataFrame } from '@grafana/data';

/** Typed access to one row's values by field name; a field that is missing or of another type reads as absent. */
export interface RowReader {
  text: (name: string) => string | null;
  number: (name: string) => number | null;
  flag: (name: string) => boolean | null;
  list: (name: string) => string[];
}

/** One reader per row. Fields are found by name once, never by position. */
export function readRows<Row>(frame: DataFrame, toRow: (reader: RowReader, index: number) => Row): Row[] {
  const columns = new Map(frame.fields.map((field) => [field.name, field.values]));
  return Array.from({ length: frame.length }, (_, index) => {
    const value = (name: string): unknown => columns.get(name)?.[index];
    return toRow(readerOf(value), index);
  });
}

function readerOf(value: (name: string) => unknown): RowReader {
  return {
    text: (name) => {
      const found = value(name);
      return typeof found === 'string' ? found : null;
    },
    number: (name) => {
      const found = value(name);
      return typeof found === 'number' && Number.isFinite(found) ? found : null;
    },
    flag: (name) => {
      const found = value(name);
      return typeof found === 'boolean' ? found : null;
    },
    list: (name) => toList(value(name)),
  };
}

/** JSON fields arrive parsed from the backend, and as text from a snapshot or a CSV. */
function toList(value: unknown): string[] {
  if (Array.isArray(value)) {
    return value.filter((item): item is string => typeof item === 'string');
  }
  if (typeof value !== 'string' || value === '') {
    return [];
  }
  try {
    const parsed: unknown = JSON.parse(value);
    return Array.isArray(parsed) ? toList(parsed) : [value];
  } catch {
    return value.split(',').map((item) => item.trim());
  }
}
