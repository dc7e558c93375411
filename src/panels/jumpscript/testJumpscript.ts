import { createDataFrame, FieldType, type DataFrame } from '@grafana/data';

/** The frame of a `jumpscript` query, as the backend answers it. */
export function jumpscriptFrame(changes: Record<string, unknown> = {}): DataFrame {
  const jumpscript: Record<string, unknown> = {
    id: 'acme:disk',
    gid: 1,
    organization: 'acme',
    name: 'disk',
    version: 1,
    declaredVersion: '1.0',
    category: 'monitor',
    descr: 'Checks disks',
    author: 'ops@example.com',
    license: 'bsd',
    roles: ['node'],
    queue: 'io',
    period: '600',
    startatboot: false,
    async: true,
    log: true,
    enable: true,
    order: 1,
    timeoutSeconds: 90,
    args: [
      { name: 'path', default: null },
      { name: 'depth', default: '3' },
    ],
    path: 'acme/disk.py',
    hash: 'a'.repeat(64),
    isBroken: false,
    parseError: null,
    notices: '',
    isDeleted: false,
    updatedAt: 1_700_000_000_000,
    text: 'from JumpScale import j\n\ndef action():\n    return "<b>"\n',
    versions: [
      { version: 1, hash: 'a'.repeat(64), createdAt: 1_690_000_000_000, isCurrent: false },
      { version: 2, hash: 'b'.repeat(64), createdAt: 1_700_000_000_000, isCurrent: true },
    ],
    ...changes,
  };
  const typeOf = (value: unknown) =>
    typeof value === 'object'
      ? FieldType.other
      : typeof value === 'boolean'
        ? FieldType.boolean
        : typeof value === 'number'
          ? FieldType.number
          : FieldType.string;
  return createDataFrame({
    fields: Object.entries(jumpscript).map(([name, value]) => ({ name, type: typeOf(value), values: [value] })),
  });
}
