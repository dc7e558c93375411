import type { ChildProcess } from 'node:child_process';

/** How long a process may take to end by itself after SIGTERM: a controller stops its PostgreSQL meanwhile. */
const GRACE_SECONDS = 20;

/** SIGTERM to a child that leads a process group and to all of its group, then SIGKILL to whatever is left. */
export function endGroup(child: ChildProcess): void {
  signalGroup(child.pid, 'SIGTERM');
  const timer = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), GRACE_SECONDS * 1000);
  // Its pipes close when the last of the group has ended.
  child.once('close', () => clearTimeout(timer));
}

export function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) {
      process.kill(-pid, signal);
    }
  } catch {
    // ESRCH: nobody is left in the group.
  }
}
