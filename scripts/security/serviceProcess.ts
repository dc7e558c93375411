import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { endWithUs } from '../processes/endWithUs';
import { waitFor } from '../processes/waitFor';

const ROOT = resolve(__dirname, '..', '..');

export interface ServiceProcess {
  /** Everything it printed so far, to stdout and stderr. */
  output(): string;
  /** Waits until it has printed this. */
  says(text: string): Promise<void>;
  /** The exit code, once it has ended. */
  ended: Promise<number | null>;
  signal(signal: NodeJS.Signals): void;
}

/** Starts controllers and agents as people do, and removes all of them and their folders at the end. */
export class ServiceProcesses {
  private readonly stops: Array<() => Promise<void>> = [];
  readonly folder = mkdtempSync(join(tmpdir(), 'openvcloud-security-'));

  start(service: 'controller' | 'agent', env: Record<string, string>): ServiceProcess {
    const child = spawn(process.execPath, ['--import', 'tsx', join(ROOT, service, 'src', 'main.ts')], {
      cwd: ROOT,
      env: { PATH: process.env.PATH, HOME: this.folder, LOG_LEVEL: 'trace', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    endWithUs(child);
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
    const ended = once(child, 'close').then(() => child.exitCode);
    this.stops.push(async () => {
      child.kill('SIGTERM');
      await ended;
    });
    return {
      output: () => text,
      says: async (wanted) => {
        await waitFor(`${service} to say "${wanted}"`, async () => text.includes(wanted), {
          seconds: 60,
          everyMs: 20,
        }).catch((error: unknown) => {
          throw new Error(`${String(error)}; it said:\n${text}`);
        });
      },
      ended,
      signal: (signal) => child.kill(signal),
    };
  }

  /** The address a controller says it listens on. */
  async urlOf(controller: ServiceProcess): Promise<string> {
    await Promise.race([controller.says('controller listens'), controller.ended]);
    const [, url] = /"url":"(http[^"]+)"/.exec(controller.output()) ?? [];
    if (url === undefined) {
      throw new Error(`Expected the controller to listen, it said:\n${controller.output()}`);
    }
    return url;
  }

  /** The last started goes first: agents before their controller. */
  async stop(): Promise<void> {
    for (const stop of this.stops.splice(0).reverse()) {
      await stop();
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}
