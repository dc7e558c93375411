import type { Database, Queryable, Transaction } from '../database/database';
import type { JudgedMetadata } from './readMetadata';

/** One file of the JumpScripts folder, read. */
export interface JumpScriptFile {
  id: string;
  /** Below the folder: `<organization>/<name>.py`. */
  path: string;
  text: string;
  hash: string;
  metadata: JudgedMetadata;
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
  path: string;
  parse_error: string | null;
  timeout_seconds: number | null;
  is_deleted: boolean;
}

/** Any number that nothing else locks: controllers that see the same edit at the same time make one version of it. */
const LOCK = 7_238_010;

/**
 * Makes the stored JumpScripts what the folder holds. An edit appends a version, a file that is gone is marked;
 * nothing is ever removed, because jobs point at the version they ran.
 */
export async function saveFiles(
  database: Database,
  gid: number,
  files: readonly JumpScriptFile[],
  now: number
): Promise<SavedFiles> {
  return database.transaction(async (transaction) => {
    await transaction.query({ text: 'select pg_advisory_xact_lock($1, $2)', values: [LOCK, gid] });
    const rows = await transaction.query<CurrentRow>({
      text: 'select id, version, hash, path, parse_error, timeout_seconds, is_deleted from jumpscripts where gid = $1 and is_current',
      values: [gid],
    });
    const current = new Map(rows.map((row) => [row.id, row]));
    const saved: SavedFiles = { added: [], changed: [], removed: [] };
    for (const file of files) {
      await saveFile(transaction, gid, file, current.get(file.id), now, saved);
    }
    const present = files.map(({ id }) => id);
    const removed = await transaction.query<{ id: string }>({
      text: 'update jumpscripts set is_deleted = true where gid = $1 and is_current and not is_deleted and id <> all($2::text[]) returning id',
      values: [gid, present],
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
    // The same text, but it is back, has moved, or is judged anew: by a newer reader, or now that there is a python3.
    const { parseError, timeoutSeconds } = file.metadata;
    const isRead = current.parse_error === parseError && current.timeout_seconds === timeoutSeconds;
    if (current.is_deleted || current.path !== file.path || !isRead) {
      await transaction.query({
        text: 'update jumpscripts set is_deleted = false, path = $3, parse_error = $4, timeout_seconds = $5 where gid = $1 and id = $2 and is_current',
        values: [gid, file.id, file.path, parseError, timeoutSeconds],
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
  { id, path, hash, metadata }: JumpScriptFile,
  version: number,
  now: number
): Promise<void> {
  await transaction.query({
    text: `insert into jumpscripts (gid, id, version, organization, name, is_current, declared_version, category, descr, author, license, roles, queue, period,
             startatboot, async, log, enable, run_order, timeout_seconds, args, path, hash, parse_error, created_at)
           values ($1, $2, $3, $4, $5, true, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)`,
    values: [
      gid,
      id,
      version,
      metadata.organization,
      metadata.name,
      metadata.declaredVersion,
      metadata.category,
      metadata.descr,
      metadata.author,
      metadata.license,
      metadata.roles,
      metadata.queue,
      metadata.period,
      metadata.startatboot,
      metadata.async,
      metadata.log,
      metadata.enable,
      metadata.order,
      metadata.timeoutSeconds,
      JSON.stringify(metadata.args),
      path,
      hash,
      metadata.parseError,
      now,
    ],
  });
}

/** A source as agents fetch it. Kept for every version, so that what a job ran can always be had. */
export async function findSource(database: Database, gid: number, hash: string): Promise<string | undefined> {
  const [row] = await database.read<{ text: string }>(
    { text: 'select text from jumpscript_sources where gid = $1 and hash = $2', values: [gid, hash] },
    { name: 'source_by_hash' }
  );
  return row?.text;
}
