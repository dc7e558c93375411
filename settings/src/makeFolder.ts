import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { ConfigError } from './configError';

/** Why a folder cannot be used, by the code of the error; what is not here is no fault of the setting (a full disk). */
const FAULTS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'its file system is read-only',
  ENOTDIR: 'a file is in the way',
  EEXIST: 'a file is in the way',
  ENOENT: 'no folder can be made there',
  ENAMETOOLONG: 'its name is too long',
  ELOOP: 'its links lead nowhere',
};

/** Makes the folder that a setting names, with those above it. Throws an error that names the setting. */
export function makeNamedFolder(key: string, folder: string): void {
  try {
    makeFolder(folder);
  } catch (error) {
    throw folderFault(key, folder, error);
  }
}

/** What failed in that folder, in words; a ConfigError when another folder would help. */
export function folderFault(key: string, folder: string, error: unknown): Error {
  const code = codeOf(error);
  const fault = FAULTS[code];
  const detail = `${key}: expected a folder that can be made and written, got "${folder}": ${fault ?? String(error)}`;
  return fault === undefined
    ? new Error(`${detail}.`, { cause: error })
    : new ConfigError(`${detail} (${code}). Set another ${key}, or make that one usable.`);
}

/**
 * With those above it, for their owner only. One by one: Node's recursive mkdir asks for ever where no folder can be made, as
 * in /proc, and says ENOENT when no space is left.
 */
export function makeFolder(folder: string): void {
  if (isFolder(folder)) {
    return;
  }
  if (dirname(folder) !== folder) {
    makeFolder(dirname(folder));
  }
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Somebody may have made it meanwhile.
    if (codeOf(error) !== 'EEXIST' || !isFolder(folder)) {
      throw error;
    }
  }
}

/** False: nothing is there. */
function isFolder(path: string): boolean {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isDirectory() === false) {
    throw Object.assign(new Error(`${path} is a file`), { code: 'ENOTDIR' });
  }
  return stat !== undefined;
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
