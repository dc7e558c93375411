import { isDeepStrictEqual } from 'node:util';
import type { Database } from '../database/database';
import type { Queryable, Transaction } from '../database/queryable';
import type { JudgedMetadata } from './metadata';

/** One file of the JumpScripts folder, read. */
export interface JumpScriptFile {
  id: string;
  /** Below the folder: `<organization>/<name>.py`. */
  path: string;
  text: string;
  hash: string;
  metadata: JudgedMetadata;
}

/** What the folder holds. */
export interface FolderFiles {
  files: readonly JumpScriptFile[];
  /** Folders in it that cannot be read now: what was in them is not gone. */
  unread: readonly string[];
}

export interface SavedFiles {
  added: string[];
  changed: string[];
  removed: string[];
}

interface CurrentRow {
  id: string;
  version: number;
  hash: string;
  is_deleted: boolean;
  /** What the file was read as, by column. */
  reading: Record<string, unknown>;
}

/** Any number that nothing else locks: controllers that see the same edit at the same time make one version of it. */
const LOCK = 7_238_010;

/** What a file is read as: the columns of a version that a newer reader may fill in anew. */
const READING = [
  'path',
  'organization',
  'name',
  'declared_version',
  'category',
  'descr',
  'author',
  'license',
  'roles',
  'queue',
  'period',
  'startatboot',
  'async',
  'log',
  'enable',
  'run_order',
  'timeout_seconds',
  'args',
  'parse_error',
  'notices',
  'is_plannable',
] as const;

/**
 * Makes the stored JumpScripts what the folder holds. An edit appends a version, a file that is gone is marked;
 * nothing is ever removed, because jobs point at the version they ran.
 */
export async function saveFiles(
  database: Database,
  gid: number,
  { files, unread }: FolderFiles,
  now: number
): Promise<SavedFiles> {
  return database.transaction(async (transaction) => {
    await transaction.query({ text: 'select pg_advisory_xact_lock($1, $2)', values: [LOCK, gid] });
    const rows = await transaction.query<CurrentRow>({
      text: `select id, version, hash, is_deleted, jsonb_build_object(${READING.map((name) => `'${name}', ${name}`).join(', ')}) as reading
             from jumpscripts where gid = $1 and is_current`,
      values: [gid],
    });
    const current = new Map(rows.map((row) => [row.id, row]));
    const saved: SavedFiles = { added: [], changed: [], removed: [] };
    for (const file of files) {
      await saveFile(transaction, gid, file, current.get(file.id), now, saved);
    }
    const present = files.map(({ id }) => id);
    const removed = await transaction.query<{ id: string }>({
      text: `update jumpscripts set is_deleted = true
             where gid = $1 and is_current and not is_deleted and id <> all($2::text[]) and split_part(path, '/', 1) <> all($3::text[]) returning id`,
      values: [gid, present, unread],
    });
    saved.removed.push(...removed.map(({ id }) => id));
    return saved;
  });
}

async function saveFile(
  transaction: Transaction,
  gid: number,
  file: JumpScriptFile,
  current: CurrentRow | undefined,
  now: number,
  saved: SavedFiles
): Promise<void> {
  if (current?.hash === file.hash) {
    // The same text, but it is back, has moved, or is read anew: by a newer reader, or now that there is a python3.
    if (current.is_deleted || !isSameReading(current.reading, readingOf(file))) {
      await transaction.query({
        text: `update jumpscripts set is_deleted = false, ${READING.map((name, index) => `${name} = $${index + 3}`).join(', ')}
               where gid = $1 and id = $2 and is_current`,
        values: [gid, file.id, ...parameters(file)],
      });
      saved.changed.push(file.id);
    }
    return;
  }
  await transaction.query({
    text: 'insert into jumpscript_sources (gid, hash, text) values ($1, $2, $3) on conflict do nothing',
    values: [gid, file.hash, file.text],
  });
  await transaction.query({
    text: 'update jumpscripts set is_current = false where gid = $1 and id = $2 and is_current',
    values: [gid, file.id],
  });
  await insertVersion(transaction, gid, file, (current?.version ?? 0) + 1, now);
  (current === undefined ? saved.added : saved.changed).push(file.id);
}

async function insertVersion(
  transaction: Queryable,
  gid: number,
  file: JumpScriptFile,
  version: number,
  now: number
): Promise<void> {
  await transaction.query({
    text: `insert into jumpscripts (gid, id, version, is_current, hash, created_at, ${READING.join(', ')})
           values ($1, $2, $3, true, $4, $5, ${READING.map((_, index) => `$${index + 6}`).join(', ')})`,
    values: [gid, file.id, version, file.hash, now, ...parameters(file)],
  });
}

/** In the order of `READING`. */
function readingOf({ path, metadata }: JumpScriptFile): unknown[] {
  const values: Record<(typeof READING)[number], unknown> = {
    path,
    organization: metadata.organization,
    name: metadata.name,
    declared_version: metadata.declaredVersion,
    category: metadata.category,
    descr: metadata.descr,
    author: metadata.author,
    license: metadata.license,
    roles: metadata.roles,
    queue: metadata.queue,
    period: metadata.period,
    startatboot: metadata.startatboot,
    async: metadata.async,
    log: metadata.log,
    enable: metadata.enable,
    run_order: metadata.order,
    timeout_seconds: metadata.timeoutSeconds,
    args: metadata.args,
    parse_error: metadata.parseError,
    notices: metadata.notices,
    is_plannable: metadata.isPlannable,
  };
  return READING.map((name) => values[name]);
}

function isSameReading(stored: Readonly<Record<string, unknown>>, read: readonly unknown[]): boolean {
  return READING.every((name, index) => isDeepStrictEqual(stored[name], read[index]));
}

function parameters(file: JumpScriptFile): unknown[] {
  // To the driver a list is an array of PostgreSQL's; these are one JSON value.
  return readingOf(file).map((value, index) => (READING[index] === 'args' ? JSON.stringify(value) : value));
}

/** A source as agents fetch it. Kept for every version, so that what a job ran can always be had. */
export async function findSource(database: Database, gid: number, hash: string): Promise<string | undefined> {
  const [row] = await database.read<{ text: string }>(
    { text: 'select text from jumpscript_sources where gid = $1 and hash = $2', values: [gid, hash] },
    { name: 'source_by_hash' }
  );
  return row?.text;
}
