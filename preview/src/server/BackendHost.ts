import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { type ProvisionedDataSource } from './readProvisioning';

interface BackendHostOptions {
  binary: string;
  pluginBinary: string;
  datasources: readonly ProvisionedDataSource[];
  say: (message: string) => void;
}

const START_SECONDS = 30;
const STOP_SECONDS = 5;

/**
 * The Go process that launches the data source's real backend. It is our child: it ends with us, also when we are
 * killed, because its standard input ends then; and when it ends by itself every data request says so.
 */
export class BackendHost {
  readonly #options: BackendHostOptions;
  #child: ChildProcess | undefined;
  #problem: string | undefined = 'The backend has not been started.';
  #isStopping = false;
  #port = 0;

  constructor(options: BackendHostOptions) {
    this.#options = options;
  }

  get port(): number {
    return this.#port;
  }

  /** Why data requests cannot be answered; undefined when they can. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Settles when the backend answers or when it is clear that it will not; then `problem` says why. */
  async start(): Promise<void> {
    const { binary, pluginBinary, datasources } = this.#options;
    const missing = [binary, pluginBinary].find((path) => !existsSync(path));
    if (missing !== undefined) {
      return this.#fail(
        `${missing} does not exist, so no data source answers. Run \`npm run build\` in the repository and restart.`
      );
    }
    const child = spawn(binary, [], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: {
        ...process.env,
        PREVIEW_BACKEND_PORT: '0',
        PREVIEW_EXIT_WITH_STDIN: '1',
        PREVIEW_PLUGIN: pluginBinary,
        PREVIEW_DATASOURCES: JSON.stringify(datasources),
      },
    });
    this.#child = child;
    this.#problem = "The data source's backend is starting. Reload in a moment.";
    child.once('error', (error) => this.#fail(`The data source's backend could not be started: ${error.message}.`));
    child.once('exit', (code, signal) =>
      this.#fail(
        `The data source's backend ended with ${signal ?? `code ${code}`}. Its output above says why; restart the preview.`
      )
    );
    await this.#portOf(child);
  }

  /** TERM first, so that it can end the plugin it launched; KILL when it does not. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    const child = this.#child;
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) {
      return;
    }
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_SECONDS * 1000);
    await ended;
    clearTimeout(timer);
  }

  /** It takes a free port and names it in its first line. */
  #portOf(child: ChildProcess): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#fail(
          `The data source's backend did not say its port within ${START_SECONDS} seconds. Restart the preview.`
        );
        resolve();
      }, START_SECONDS * 1000);
      const settle = () => {
        clearTimeout(timer);
        resolve();
      };
      child.once('exit', settle);
      child.once('error', settle);
      const lines = createInterface({ input: child.stdout ?? process.stdin });
      lines.on('line', (line) => {
        const port = /http:\/\/127\.0\.0\.1:(\d+)/.exec(line)?.[1];
        if (this.#port === 0 && port !== undefined) {
          this.#port = Number(port);
          this.#problem = undefined;
          settle();
        } else {
          this.#options.say(line);
        }
      });
    });
  }

  #fail(problem: string): void {
    this.#problem = problem;
    if (!this.#isStopping) {
      this.#options.say(problem);
    }
  }
}
