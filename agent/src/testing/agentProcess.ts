import { spawn, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import { endWithParent } from './endWithParent';
import { type FakeController } from './fakeController';
import { temporaryFolder } from './startAgent';

const MAIN = resolve(__dirname, '../main.ts');

/** The agent as it is started in earnest: a process of its own, which can be killed. */
export class AgentProcess {
  readonly dataDir: string;
  readonly exited: Promise<number | null>;
  output = '';
  private readonly child: ChildProcess;

  constructor(
    controller: Pick<FakeController, 'url' | 'token'>,
    env: Record<string, string> = {},
    options: string[] = [],
    /** A shell command that sets up its process: a limit, say. */
    before = 'true'
  ) {
    this.dataDir = env['AGENT_DATA_DIR'] ?? temporaryFolder();
    const command = [process.execPath, '--import', 'tsx', MAIN, ...options];
    const [file, args] = endWithParent(['sh', '-c', `${before}; exec "$@"`, 'sh', ...command]);
    this.child = spawn(file, args, {
      cwd: resolve(__dirname, '../../..'),
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        CONTROLLER_URL: controller.url,
        AGENT_TOKEN: controller.token,
        AGENT_WORKERS: 'default=4',
        AGENT_DATA_DIR: this.dataDir,
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.child.stderr?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.exited = new Promise((done) => this.child.once('exit', (code) => done(code)));
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }
}
