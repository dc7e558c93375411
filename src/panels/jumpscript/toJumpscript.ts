import { type DataFrame } from '@grafana/data';
import { type JumpScriptDetails } from '@openvcloud/contract';
import { findFrame } from '../../frameRow/findFrame';
import { readRow, type Row } from '../../frameRow/readRow';

/** What the panel shows of a JumpScript. The queue stays text: a bridged controller may have its own. */
export interface Jumpscript extends Omit<JumpScriptDetails, 'queue'> {
  queue: string;
}

/** The JumpScript of a `jumpscript` frame, its fields found by name; null when no frame holds one. */
export function toJumpscript(frames: readonly DataFrame[]): Jumpscript | null {
  const frame = findFrame(frames, ['id', 'text']);
  if (frame === undefined) {
    return null;
  }
  const row = readRow(frame);
  return {
    source: row.text('source') ?? '',
    ...readIdentity(row),
    ...readBehaviour(row),
    path: row.text('path') ?? '',
    hash: row.text('hash') ?? '',
    isBroken: row.flag('isBroken') ?? false,
    parseError: row.text('parseError'),
    notices: (row.text('notices') ?? '').split('\n').filter((notice) => notice !== ''),
    isDeleted: row.flag('isDeleted') ?? false,
    updatedAt: row.number('updatedAt') ?? 0,
    text: row.text('text') ?? '',
    versions: readList(row.json('versions'), readVersion),
  };
}

function readIdentity(row: Row) {
  return {
    id: row.text('id') ?? '',
    gid: row.number('gid') ?? 0,
    organization: row.text('organization') ?? '',
    name: row.text('name') ?? '',
    version: row.number('version') ?? 0,
    declaredVersion: row.text('declaredVersion') ?? '',
    category: row.text('category') ?? '',
    descr: row.text('descr') ?? '',
    author: row.text('author') ?? '',
    license: row.text('license') ?? '',
  };
}

function readBehaviour(row: Row) {
  return {
    roles: row.texts('roles'),
    queue: row.text('queue') ?? '',
    period: row.text('period'),
    startatboot: row.flag('startatboot') ?? false,
    async: row.flag('async') ?? false,
    log: row.flag('log') ?? false,
    enable: row.flag('enable') ?? false,
    order: row.number('order') ?? 0,
    timeoutSeconds: row.number('timeoutSeconds') ?? 0,
    args: readList(row.json('args'), readArg),
  };
}

function readList<T>(value: unknown, readItem: (item: object) => T | null): T[] {
  const items: unknown[] = Array.isArray(value) ? value : [];
  return items.flatMap((item) => (typeof item === 'object' && item !== null ? (readItem(item) ?? []) : []));
}

function readArg(item: object): Jumpscript['args'][number] | null {
  if (!('name' in item) || typeof item.name !== 'string') {
    return null;
  }
  return { name: item.name, default: 'default' in item && typeof item.default === 'string' ? item.default : null };
}

function readVersion(item: object): Jumpscript['versions'][number] | null {
  if (!('version' in item) || typeof item.version !== 'number') {
    return null;
  }
  return {
    version: item.version,
    hash: 'hash' in item && typeof item.hash === 'string' ? item.hash : '',
    createdAt: 'createdAt' in item && typeof item.createdAt === 'number' ? item.createdAt : 0,
    isCurrent: 'isCurrent' in item && item.isCurrent === true,
  };
}
