import { mkdtempSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface OwnCgroup {
  path: string;
  /** Controllers whose limits can be held in it. */
  controllers: string[];
  /** With those that are left in it, once nobody lives there. */
  remove(): void;
}

/** A cgroup (v2) for an agent of a test; undefined where none can be made: for want of rights, or of cgroup v2. */
export function makeOwnCgroup(): OwnCgroup | undefined {
  const mount = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .find((line) => line.includes(' - cgroup2 '))
    ?.split(' ')[4];
  if (mount === undefined) {
    return undefined;
  }
  try {
    const path = mkdtempSync(join(mount, 'agent-test-'));
    const controllers = readFileSync(join(path, 'cgroup.controllers'), 'utf8').trim().split(' ');
    return { path, controllers, remove: () => removeCgroup(path) };
  } catch {
    return undefined;
  }
}

function removeCgroup(path: string): void {
  writeFileSync(join(path, 'cgroup.kill'), '1');
  const folders = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  folders.forEach(({ name }) => removeCgroup(join(path, name)));
  rmdirSync(path);
}
