import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '@openvcloud/settings';

/**
 * Two agents on one folder would send each other's reports. The lock names a process and when it began, so that the
 * one a crash left behind binds nobody, even when its pid was given to another process. Returns how to unlock.
 */
export function lockDataDir(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = join(dataDir, 'agent.lock');
  const mine = identity(process.pid);
  for (;;) {
    try {
      writeFileSync(file, mine, { flag: 'wx', mode: 0o600 });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
        throw new ConfigError(
          `AGENT_DATA_DIR: cannot write "${dataDir}" (${String(error)}); choose a folder this user may write`
        );
      }
    }
    const holder = readFileSync(file, 'utf8');
    const pid = Number(holder.split(' ')[0]);
    if (holder !== mine && pid > 0 && identity(pid) === holder) {
      throw new ConfigError(
        `AGENT_DATA_DIR: "${dataDir}" is in use by the agent with pid ${pid}; stop it, or give this one a folder of its own`
      );
    }
    rmSync(file, { force: true });
  }
}

/** `<pid> <start time>`; the start time is field 22 of /proc/<pid>/stat, counted after the name in parentheses. */
function identity(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return `${pid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
  } catch {
    return `${pid} ended`;
  }
}
