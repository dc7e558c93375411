import { ExactNumber } from '../exactJson/exactNumber';

export type JsonKind = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';

export interface JsonRow {
  /** JSON pointer: `/items/0/name`; the root is ''. */
  pointer: string;
  depth: number;
  /** Property name, or index within an array; null for the root. */
  name: string | number | null;
  value: unknown;
  kind: JsonKind;
  /** Entries of an object or array. */
  size: number;
  isExpanded: boolean;
}

/** What is open: all levels above `depth`, except the toggled ones, which are the other way round. */
export interface Expansion {
  depth: number;
  toggled: ReadonlySet<string>;
}

export function kindOf(value: unknown): JsonKind {
  if (value === null || value === undefined) {
    return 'null';
  }
  if (Array.isArray(value)) {
    return 'array';
  }
  if (value instanceof ExactNumber) {
    return 'number';
  }
  const type = typeof value;
  return type === 'string' || type === 'number' || type === 'boolean' ? type : 'object';
}

export function isContainer(value: unknown): boolean {
  const kind = kindOf(value);
  return kind === 'object' || kind === 'array';
}

export function entriesOf(value: unknown): Array<[string | number, unknown]> {
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => [index, item]);
  }
  return kindOf(value) === 'object' ? Object.entries(Object(value)) : [];
}

export function childPointer(pointer: string, name: string | number): string {
  return `${pointer}/${String(name).replace(/~/g, '~0').replace(/\//g, '~1')}`;
}

export function isExpanded(pointer: string, depth: number, expansion: Expansion): boolean {
  return depth < expansion.depth !== expansion.toggled.has(pointer);
}

/** The visible rows, top down. What is closed is not walked: cost follows what is seen, not the size of the value. */
export function flattenJson(value: unknown, expansion: Expansion): JsonRow[] {
  const rows: JsonRow[] = [];
  const visit = (item: unknown, pointer: string, depth: number, name: string | number | null) => {
    const kind = kindOf(item);
    const entries = entriesOf(item);
    const isOpen = entries.length > 0 && isExpanded(pointer, depth, expansion);
    rows.push({ pointer, depth, name, value: item, kind, size: entries.length, isExpanded: isOpen });
    if (isOpen) {
      entries.forEach(([childName, child]) => visit(child, childPointer(pointer, childName), depth + 1, childName));
    }
  };
  visit(value, '', 0, null);
  return rows;
}

/** As many levels as give no more than `maxRows` rows, at least one: small values are open, large ones an overview. */
export function openDepth(value: unknown, maxRows = 200): number {
  let level: unknown[] = [value];
  let rows = 1;
  for (let depth = 0; ; depth++) {
    level = level.flatMap((item) => entriesOf(item).map(([, child]) => child));
    rows += level.length;
    if (level.length === 0 || (rows > maxRows && depth > 0)) {
      return Math.max(depth, 1);
    }
    if (rows > maxRows) {
      return 1;
    }
  }
}
