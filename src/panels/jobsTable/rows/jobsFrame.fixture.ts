import { createDataFrame, FieldType, type DataFrame } from '@grafana/data';

type JobValues = Record<string, unknown>;

export const AS_OF = Date.UTC(2026, 10, 22, 18, 0, 0);

export function job(values: JobValues = {}): JobValues {
  const guid = `019a-${String(values.id ?? 1).padStart(4, '0')}`;
  const timeCreate = AS_OF - 60_000;
  return {
    guid,
    id: 1,
    source: 'main',
    gid: 1,
    nid: 1,
    nodeName: 'node-1',
    organization: 'jumpscale',
    category: 'monitor',
    cmd: 'echo',
    jumpscriptId: 'jumpscale:echo',
    jumpscriptVersion: 2,
    roles: ['node'],
    queue: 'default',
    state: 'OK',
    nativeState: 'OK',
    resultCode: null,
    timeCreate,
    timeStart: timeCreate + 250,
    timeStop: timeCreate + 5250,
    timeKnown: timeCreate + 5280,
    waitMs: 250,
    runMs: 5000,
    timeoutSeconds: 300,
    parentGuid: null,
    batchGuid: null,
    attempt: 1,
    tags: [],
    user: 'schedule',
    logLines: 3,
    droppedLines: 0,
    resultPreview: '"hello"',
    errorType: null,
    errorMessage: null,
    errorSignature: null,
    unresolved: false,
    ...values,
  };
}

interface Meta {
  total?: { value: number; relation: 'eq' | 'gte' };
  page?: Partial<{ next: string | null; prev: string | null; limit: number; offset: number | null }>;
  coverage?: object;
}

/** A jobs frame as the data source's backend shapes it. */
export function jobsFrame(jobs: JobValues[], { total, page, coverage }: Meta = {}): DataFrame {
  const names = Object.keys(job());
  return createDataFrame({
    name: 'jobs',
    refId: 'A',
    fields: names.map((name) => ({
      name,
      type: /^time(Create|Start|Stop)$/.test(name) ? FieldType.time : FieldType.other,
      values: jobs.map((values) => values[name]),
    })),
    meta: {
      custom: {
        kind: 'jobs',
        total: total ?? { value: jobs.length, relation: 'eq' },
        page: { next: null, prev: null, limit: 25, offset: 0, ...page },
        coverage: { asOf: AS_OF, from: null, to: null, isCut: false, notice: null, ...coverage },
      },
    },
  });
}
