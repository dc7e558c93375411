import { ConfigError, folderFault, makeNamedFolder } from '@openvcloud/settings';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from './embedded/orphan';

/**
 * One controller per data folder. The lock names its process; a process that has gone, or whose number is another's by
 * now, holds nothing. Returns what gives the lock back.
 */
export function lockDataDir(dataDir: string): () => void {
  makeNamedFolder('DATA_DIR', dataDir);
  const lock = join(dataDir, 'controller.lock');
  const own = `${process.pid} ${startOf(process.pid)}\n`;
  const draft = `${lock}.${process.pid}`;
  try {
    writeFileSync(draft, own);
  } catch (error) {
    throw folderFault('DATA_DIR', dataDir, error);
  }
  try {
    takeLock(lock, draft, dataDir);
  } finally {
    rmSync(draft, { force: true });
  }
  return () => {
    if (read(lock) === own) {
      rmSync(lock, { force: true });
    }
  };
}

/** link() is atomic: of two that start together one gets the lock, and its content is there at once. */
function takeLock(lock: string, draft: string, dataDir: string): void {
  for (let attempt = 1; attempt <= 5; attempt++) {
    try {
      linkSync(draft, lock);
      return;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
        throw error;
      }
    }
    const holder = read(lock);
    const [pid = '', start = ''] = holder.trim().split(' ');
    if (isHeld(Number(pid), start)) {
      throw new ConfigError(
        `Expected DATA_DIR ${dataDir} to be free, process ${pid} is a controller that uses it. Stop that one, or set another DATA_DIR.`
      );
    }
    rmSync(lock, { force: true });
  }
  throw new Error(`Expected to lock ${lock}, others took it again and again. Start one controller per DATA_DIR.`);
}

function isHeld(pid: number, start: string): boolean {
  return Number.isInteger(pid) && pid > 0 && isAlive(pid) && startOf(pid) === start;
}

/** When the process started, in clock ticks since boot, with the boot's id: together they name a process for good. */
function startOf(pid: number): string {
  const afterName = read(`/proc/${pid}/stat`).split(') ').at(-1) ?? '';
  return `${afterName.split(' ')[19] ?? '0'}@${read('/proc/sys/kernel/random/boot_id').trim()}`;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
