import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { endWithUs } from '../../../scripts/processes/endWithUs';

export interface ControllerProcess {
  child: ChildProcess;
  /** Resolves with the URL once it listens; rejects with its output when it ends before. */
  url: Promise<string>;
  /** Everything it printed so far. */
  output(): string;
  /** Waits for its end. */
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/** The real controller as a process of its own, on a free port. */
export function startControllerProcess(
  env: Record<string, string>,
  options: { args?: string[]; uid?: number } = {}
): ControllerProcess {
  const root = join(__dirname, '..', '..', '..');
  const identity = options.uid === undefined ? {} : { uid: options.uid, gid: options.uid };
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', join(root, 'controller/src/main.ts'), ...(options.args ?? [])],
    {
      cwd: root,
      env: { PATH: process.env.PATH, TMPDIR: process.env.TMPDIR, CONTROLLER_PORT: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...identity,
    }
  );
  endWithUs(child);
  let text = '';
  const ended = once(child, 'close').then(() => ({ code: child.exitCode, signal: child.signalCode }));
  const url = new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      text += chunk.toString();
      const [, found] = /"url":"(http[^"]+)"/.exec(text) ?? [];
      if (found !== undefined) {
        resolve(found);
      }
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void ended.then(() => reject(new Error(`the controller ended: ${text}`)));
  });
  url.catch(() => undefined);
  return { child, url, output: () => text, ended };
}
