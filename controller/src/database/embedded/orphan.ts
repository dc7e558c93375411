import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * After a controller was killed its PostgreSQL still runs; after a power cut only its pid file is left, and that pid may
 * by now be anyone's. Stops the first, removes the second.
 */
export async function clearOrphan(data: string): Promise<'none' | 'stopped' | 'stale'> {
  const pidFile = join(data, 'postmaster.pid');
  if (!existsSync(pidFile)) {
    return 'none';
  }
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 1 || !isPostmasterOf(pid, data)) {
    rmSync(pidFile, { force: true });
    return 'stale';
  }
  process.kill(pid, 'SIGINT');
  await gone(pid, 30_000).catch(async () => {
    process.kill(pid, 'SIGQUIT');
    await gone(pid, 10_000);
  });
  return 'stopped';
}

function isPostmasterOf(pid: number, data: string): boolean {
  if (!isAlive(pid)) {
    return false;
  }
  try {
    return (
      readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data) &&
      basename(readlinkSync(`/proc/${pid}/exe`)) === 'postgres'
    );
  } catch {
    // No /proc here.
    return /postgres/.test(spawnSync('ps', ['-p', String(pid), '-o', 'comm='], { encoding: 'utf8' }).stdout ?? '');
  }
}

async function gone(pid: number, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (isAlive(pid)) {
    if (Date.now() > deadline) {
      throw new Error(
        `Expected PostgreSQL (pid ${pid}) of a former controller to stop, it still runs. Stop it, then start again.`
      );
    }
    await delay(50);
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
