import { createHash, type Hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Hash of the contents of files and folders; changes when any file is added, removed or edited. */
export function fingerprint(root: string, paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of paths) {
    addPath(hash, root, path);
  }
  return hash.digest('hex');
}

function addPath(hash: Hash, root: string, path: string): void {
  const full = join(root, path);
  if (!existsSync(full)) {
    return;
  }
  if (statSync(full).isDirectory()) {
    for (const name of readdirSync(full).sort()) {
      if (name !== 'node_modules') {
        addPath(hash, root, join(path, name));
      }
    }
    return;
  }
  hash.update(path).update('\0').update(readFileSync(full)).update('\0');
}
