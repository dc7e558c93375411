import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Socket } from 'node:net';

const WATCHER = join(__dirname, 'watcher.mjs');

let watcher: ChildProcess | undefined;
const living = new Set<number>();

/**
 * A child process ends, with its process group if it leads one, also when this process is killed and can end nothing
 * itself: a watcher holds the other end of a pipe, knows what lives, and ends it when the pipe breaks.
 */
export function endWithUs(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined) {
    return;
  }
  living.add(pid);
  watcher ??= startWatcher();
  watcher.stdin?.write(`+${pid}\n`);
  child.once('exit', () => forget(pid));
}

function forget(pid: number): void {
  living.delete(pid);
  watcher?.stdin?.write(`-${pid}\n`);
  if (living.size === 0) {
    watcher?.stdin?.end();
    watcher = undefined;
  }
}

/** In a group of its own: what ends us, Ctrl-C for one, must not end it. */
function startWatcher(): ChildProcess {
  const started = spawn(process.execPath, [WATCHER], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  started.on('error', () => undefined);
  started.stdin.on('error', () => undefined);
  started.unref();
  (started.stdin as unknown as Socket).unref();
  return started;
}
