import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { type ProvisionedDataSource } from './readProvisioning';

interface BackendHostOptions {
  binary: string;
  pluginBinary: string;
  datasources: readonly ProvisionedDataSource[];
  say: (message: string) => void;
}

const STOP_SECONDS = 5;

/**
 * The Go process that launches the data source's real backend. It is our child: it ends with us, and when it ends by
 * itself every data request says so instead of hanging.
 */
export class BackendHost {
  private child: ChildProcess | undefined;
  private failure: string | undefined = 'The backend has not been started.';
  private isStopping = false;
  readonly #options: BackendHostOptions;
  #port = 0;

  constructor(options: BackendHostOptions) {
    this.#options = options;
  }

  get port(): number {
    return this.#port;
  }

  /** Why data requests cannot be answered; undefined when they can. */
  get problem(): string | undefined {
    return this.failure;
  }

  async start(): Promise<void> {
    const { binary, pluginBinary, datasources, say } = this.#options;
    const missing = [binary, pluginBinary].find((path) => !existsSync(path));
    if (missing !== undefined) {
      this.failure = `${missing} does not exist, so no data source answers. Run \`npm run build\` in the repository and restart.`;
      say(this.failure);
      return;
    }
    this.#port = await freePort();
    this.failure = undefined;
    this.child = spawn(binary, [], {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {
        ...process.env,
        PREVIEW_BACKEND_PORT: String(this.#port),
        PREVIEW_PLUGIN: pluginBinary,
        PREVIEW_DATASOURCES: JSON.stringify(datasources),
      },
    });
    this.child.once('error', (error) => this.#ended(`could not be started: ${error.message}`));
    this.child.once('exit', (code, signal) => this.#ended(`ended with ${signal ?? `code ${code}`}`));
  }

  /** TERM first, so that it can end the plugin it launched; KILL when it does not. */
  async stop(): Promise<void> {
    this.isStopping = true;
    const child = this.child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) {
      return;
    }
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_SECONDS * 1000);
    await ended;
    clearTimeout(timer);
  }

  #ended(how: string): void {
    this.failure = `The data source's backend ${how}. Its output above says why; restart the preview.`;
    if (!this.isStopping) {
      this.#options.say(this.failure);
    }
  }
}

/** A port nobody listens on now. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}
