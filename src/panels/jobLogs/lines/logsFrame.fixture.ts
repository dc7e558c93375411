import { createDataFrame, FieldType, type DataFrame } from '@grafana/data';

export interface LineValues {
  seq: number;
  message?: string;
  level?: number;
  category?: string;
}

export const STARTED = Date.UTC(2026, 10, 22, 18, 0, 0);

interface Meta {
  total?: number;
  next?: string | null;
  prev?: string | null;
  /** What the controller says is missing. */
  notice?: string;
}

/** A logs frame as the data source's backend shapes it. */
export function logsFrame(lines: LineValues[], { total, next = null, prev = null, notice }: Meta = {}): DataFrame {
  const field = (name: string, value: (line: LineValues) => unknown, type = FieldType.other) => ({
    name,
    type,
    values: lines.map(value),
  });
  return createDataFrame({
    name: 'logs',
    refId: 'A',
    fields: [
      field('timestamp', ({ seq }) => STARTED + seq, FieldType.time),
      field('body', ({ seq, message }) => message ?? `line ${seq}`, FieldType.string),
      field('id', ({ seq }) => `job-1-${seq}`, FieldType.string),
      field('seq', ({ seq }) => seq),
      field('level', ({ level }) => level ?? 5),
      field('category', ({ category }) => category ?? 'stdout'),
      field('appName', () => 'echo'),
      field('jobGuid', () => 'job-1'),
      field('nodeName', () => 'node-1'),
      field('organization', () => 'jumpscale'),
      field('cmd', () => 'echo'),
    ],
    meta: {
      custom: {
        kind: 'logs',
        total: { value: total ?? lines.length, relation: 'eq' },
        page: { next, prev, limit: 500, offset: null },
        coverage: { asOf: STARTED, from: null, to: null, isCut: notice !== undefined, notice: notice ?? null },
      },
    },
  });
}

export function linesFrom(first: number, count: number): LineValues[] {
  return Array.from({ length: count }, (_, index) => ({ seq: first + index }));
}
