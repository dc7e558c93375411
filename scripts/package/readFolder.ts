import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { isBinary } from './verifyLayout';
import type { ZipEntry } from './zip';

/** All files below a folder, sorted, as entries below `prefix`. Modes come from what a file is, not from the disk's umask. */
export function readFolder(folder: string, prefix: string): ZipEntry[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => {
      const path = `${prefix}/${relative(folder, file).split(sep).join('/')}`;
      return { path, mode: isBinary(path) ? 0o755 : 0o644, data: readFileSync(file) };
    });
}
