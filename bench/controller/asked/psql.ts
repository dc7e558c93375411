import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { READ_BUDGET_MS } from '../../../controller/src/database/database';

/** The first with \\warn. */
const OLDEST = 13;

/** `psql (PostgreSQL) 15.18 ...` → `15.18`. Throws when there is none, or too old a one. */
export function psqlVersion(path = process.env.PATH): string {
  const { error, stdout } = spawnSync('psql', ['--version'], { encoding: 'utf8', env: { PATH: path } });
  const version = error === undefined ? (/\d+(\.\d+)*/.exec(stdout)?.[0] ?? 'none') : error.message;
  if (!(Number.parseFloat(version) >= OLDEST)) {
    throw new Error(
      `Expected psql ${OLDEST} or newer on the PATH, which runs the SQL written by hand, got: ${version}. Install PostgreSQL's client: postgresql-client on Debian and Ubuntu, libpq on macOS.`
    );
  }
  return version;
}

/** What a batch of statements took; `failure` is the first thing psql complained about. */
export interface PsqlBatch {
  times: number[];
  failure: string | null;
}

/** One psql for as long as it is wanted, with the limits that the controller gives a read. Its answers go nowhere. */
export class Psql {
  private readonly child: ChildProcessWithoutNullStreams;
  private output = '';
  private complaints = '';
  private batches = 0;
  private listener: () => void = () => undefined;
  private ending: string | null = null;

  constructor(url: string) {
    this.child = spawn('psql', ['-X', '-q', '-At'], { env: environment(url), stdio: ['pipe', 'pipe', 'pipe'] });
    this.child.stdout.on('data', (chunk: Buffer) => {
      this.output += chunk.toString();
      this.listener();
    });
    this.child.stderr.on('data', (chunk: Buffer) => {
      this.complaints += chunk.toString();
      this.listener();
    });
    this.child.on('error', (error) => this.end(error.message));
    this.child.on('close', (code) => this.end(`exit code ${code}`));
    // A psql that has ended is told by its end, not by the broken pipe.
    this.child.stdin.on('error', () => undefined);
    this.child.stdin.write('\\timing on\n\\o /dev/null\n');
  }

  /** Runs a statement again and again, one after the other. */
  async run(sql: string, count: number): Promise<PsqlBatch> {
    this.output = '';
    this.complaints = '';
    const mark = `batch ${++this.batches} is over`;
    this.child.stdin.write(`${`${sql};\n`.repeat(count)}\\warn ${mark}\n`);
    for (;;) {
      const times = readTimes(this.output);
      if (this.complaints.includes(mark) && times.length >= count) {
        const failure = this.complaints.replace(mark, '').trim();
        return { times, failure: failure === '' ? null : failure };
      }
      if (this.ending !== null) {
        throw new Error(`Expected psql to run a statement, it ended: ${this.ending} ${this.complaints.trim()}`);
      }
      await new Promise<void>((resolve) => (this.listener = resolve));
    }
  }

  async close(): Promise<void> {
    if (this.ending === null) {
      this.child.stdin.end();
      await new Promise<void>((resolve) => this.child.once('close', () => resolve()));
    }
  }

  private end(reason: string): void {
    this.ending ??= reason;
    this.listener();
  }
}

/** `Time: 1502.067 ms (00:01.502)` → 1502.067 */
export function readTimes(output: string): number[] {
  return [...output.matchAll(/^Time: (\d+(?:\.\d+)?) ms/gm)].map(([, ms]) => Number(ms));
}

/** Not on the command line, where others would see the password. */
function environment(text: string): NodeJS.ProcessEnv {
  const url = new URL(text);
  return {
    PATH: process.env.PATH,
    LC_ALL: 'C',
    PGHOST: url.hostname,
    PGPORT: url.port,
    PGUSER: url.username,
    PGPASSWORD: url.password,
    PGDATABASE: url.pathname.slice(1),
    PGCONNECT_TIMEOUT: '10',
    PGOPTIONS: `-c default_transaction_read_only=on -c statement_timeout=${READ_BUDGET_MS} -c jit=off`,
  };
}
