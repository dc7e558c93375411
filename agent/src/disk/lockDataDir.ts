import { readFileSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, folderFault, makeNamedFolder } from '@openvcloud/settings';
import { DiskFullError, isDiskFull } from './diskFull';
import { errorCode } from './errorCode';

/**
 * Two agents on one folder would send each other's reports. The lock names a process and when it began, so that the
 * one a crash left behind binds nobody, even when its pid was given to another process. Returns how to unlock.
 * It is a symbolic link that leads nowhere: made whole or not at all, and without a block of data, so also on a full disk, where an
 * agent must start to deliver what fills it.
 */
export function lockDataDir(dataDir: string): () => void {
  onDisk(dataDir, () => makeNamedFolder('AGENT_DATA_DIR', dataDir));
  const file = join(dataDir, 'agent.lock');
  const mine = identity(process.pid);
  while (!onDisk(dataDir, () => isMade(dataDir, file, mine))) {
    const holder = readHolder(file);
    const pid = Number(holder.split(' ')[0]);
    if (holder !== mine && pid > 0 && identity(pid) === holder) {
      throw new ConfigError(
        `AGENT_DATA_DIR: "${dataDir}" is in use by the agent with pid ${pid}; stop it, or give this one a folder of its own`
      );
    }
    rmSync(file, { force: true });
  }
  return () => rmSync(file, { force: true });
}

/** False: there is one. */
function isMade(dataDir: string, file: string, holder: string): boolean {
  try {
    symlinkSync(holder, file);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') {
      return false;
    }
    throw folderFault('AGENT_DATA_DIR', dataDir, error);
  }
}

function onDisk<Result>(dataDir: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw isDiskFull(error) ? new DiskFullError(dataDir, error) : error;
  }
}

/** Of a former version it is a file. */
function readHolder(file: string): string {
  for (const read of [readlinkSync, (name: string) => readFileSync(name, 'utf8')]) {
    try {
      return read(file);
    } catch {
      // removed meanwhile, or of the other kind
    }
  }
  return '';
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
