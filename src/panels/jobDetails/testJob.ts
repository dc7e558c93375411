import { createDataFrame, FieldType, type DataFrame } from '@grafana/data';

/** The frame of a `job` query, as the backend answers it: a job that failed in its third line. */
export function jobFrame(changes: Record<string, unknown> = {}): DataFrame {
  const job: Record<string, unknown> = {
    guid: '0198',
    id: 17,
    source: 'main',
    gid: 1,
    nid: 4,
    nodeName: 'cpu-01',
    organization: 'acme',
    category: 'monitor',
    cmd: 'disk',
    jumpscriptId: 'acme:disk',
    jumpscriptVersion: 2,
    roles: ['node', 'storage'],
    queue: 'io',
    state: 'ERROR',
    nativeState: 'ERROR',
    resultCode: null,
    timeCreate: 1_700_000_000_000,
    timeStart: 1_700_000_001_500,
    timeStop: 1_700_000_001_750,
    timeKnown: 1_700_000_001_780,
    waitMs: 1500,
    runMs: 250,
    timeoutSeconds: 60,
    parentGuid: null,
    batchGuid: null,
    attempt: 1,
    maxAttempts: 1,
    tags: [],
    user: 'schedule',
    log: true,
    logLines: 12,
    droppedLines: 0,
    droppedBecause: [],
    args: { path: '/data' },
    result: null,
    resultTruncated: null,
    error: {
      message: '<b>disk</b> is full',
      type: 'ValueError',
      backtrace: 'Traceback (most recent call last):\n  File "disk.py", line 3',
      file: '/cache/disk.py',
      line: 3,
      function: 'action',
      code: 'import os\ndef action(path):\n    raise ValueError(path)\n',
      signature: 'ValueError disk.py:3',
    },
    jumpscriptHash: 'abc',
    ...changes,
  };
  return createDataFrame({
    fields: Object.entries(job).map(([name, value]) => ({ name, type: typeOf(name, value), values: [value] })),
  });
}

function typeOf(name: string, value: unknown): FieldType {
  if (name.startsWith('time') && name !== 'timeoutSeconds') {
    return FieldType.time;
  }
  return typeof value === 'object'
    ? FieldType.other
    : typeof value === 'number'
      ? FieldType.number
      : typeof value === 'boolean'
        ? FieldType.boolean
        : FieldType.string;
}
