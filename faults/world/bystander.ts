import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { endWithUs } from '../../scripts/processes/endWithUs';
import { stateOf } from './processes';
import { signal } from './signal';

/** Notes each signal that it is sent, and whether it stood still; it is another user's where JumpScripts are. */
const SOURCE = `
import os, pwd, signal, sys, time

user = sys.argv[1]
if user:
    entry = pwd.getpwnam(user)
    os.setgroups([])
    os.setresgid(entry.pw_gid, entry.pw_gid, entry.pw_gid)
    os.setresuid(entry.pw_uid, entry.pw_uid, entry.pw_uid)
for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
    signal.signal(number, lambda number, _: print(signal.Signals(number).name, flush=True))
print("ready", flush=True)
while True:
    signal.pause()
`;

/** A process of a node that has nothing to do with its agent. */
export interface Bystander {
  pid: number;
  /** What was done to it: signals by name, "ended", "stopped". */
  touched(): string[];
  stop(): Promise<void>;
}

/** `user`: whose it is; undefined: ours. */
export async function startBystander(user: string | undefined): Promise<Bystander> {
  const child = spawn('python3', ['-c', SOURCE, user ?? ''], { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  endWithUs(child);
  const ended = once(child, 'exit');
  const touched: string[] = [];
  let isOver = false;
  const lines = createInterface({ input: child.stdout });
  await Promise.race([
    once(lines, 'line'),
    ended.then(([code]) => Promise.reject(new Error(`Expected a bystander to start, it ended with ${String(code)}`))),
  ]);
  lines.on('line', (line) => touched.push(line));
  child.once('exit', (_, by) => isOver || touched.push(`ended by ${by ?? 'itself'}`));
  return {
    pid: child.pid ?? 0,
    // One that was stopped and goes on again has had SIGCONT, which it notes.
    touched: () => [...touched, ...(stateOf(child.pid ?? 0) === 'T' ? ['stopped'] : [])],
    stop: async () => {
      isOver = true;
      signal(child.pid, 'SIGKILL');
      await ended;
    },
  };
}
