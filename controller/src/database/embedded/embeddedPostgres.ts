import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from 'pino';
import { findBinaries } from './binaries';
import { openCluster, USER, type Cluster } from './cluster';
import { chooseIdentity } from './identity';
import { clearOrphan } from './orphan';

export interface EmbeddedPostgres {
  url: string;
  stop(): Promise<void>;
}

export interface EmbeddedSettings {
  /** PostgreSQL lives in its folder `postgres`. */
  dataDir: string;
  log: Logger;
  /** Extra PostgreSQL settings, over TUNING. */
  tuning?: Readonly<Record<string, string>>;
}

const TUNING = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '120',
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  work_mem: '16MB',
  maintenance_work_mem: '256MB',
  max_wal_size: '2GB',
  random_page_cost: '1.1',
  // A year of days of three tables, each with its indexes, may be touched by one statement.
  max_locks_per_transaction: '1024',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

const LOG_BYTES = 10 * 1024 * 1024;
const START_TIMEOUT_MS = 300_000;

/** Starts the PostgreSQL of the data folder, waits until it answers, and starts it again should it die. */
export async function startEmbeddedPostgres({
  dataDir,
  log,
  tuning = {},
}: EmbeddedSettings): Promise<EmbeddedPostgres> {
  const folder = join(dataDir, 'postgres');
  const identity = chooseIdentity(folder);
  const cluster = openCluster(folder, identity, findBinaries(identity));
  const port = await freePort();
  const settings = { ...TUNING, ...tuning, port: String(port) };
  const url = `postgres://${USER}:${cluster.password}@127.0.0.1:${port}/postgres`;
  const orphan = await clearOrphan(cluster.data);
  if (orphan !== 'none') {
    log.warn({ orphan }, 'a former controller left its PostgreSQL behind');
  }
  let isStopping = false;
  let postmaster: ChildProcess;
  const launch = async (): Promise<void> => {
    postmaster = spawnPostmaster(cluster, settings);
    await answers(url, postmaster, cluster.logFile);
    postmaster.once('exit', (code, signal) => {
      if (!isStopping) {
        log.error({ code, signal }, 'PostgreSQL died; starting it again');
        relaunch();
      }
    });
  };
  const relaunch = (): void => {
    delay(500)
      .then(() => (isStopping ? undefined : clearOrphan(cluster.data).then(launch)))
      .catch((error: unknown) => {
        log.error({ err: error }, 'PostgreSQL did not start; trying again');
        relaunch();
      });
  };
  await launchPatiently(launch);
  return {
    url,
    stop: async () => {
      isStopping = true;
      await stopPostmaster(postmaster);
    },
  };
}

/** Of its own process group: Ctrl-C must reach the controller first, which then stops PostgreSQL. */
function spawnPostmaster(
  { binaries, nameOfData, data, identity, logFile }: Cluster,
  settings: Readonly<Record<string, string>>
): ChildProcess {
  if ((statSync(logFile, { throwIfNoEntry: false })?.size ?? 0) > LOG_BYTES) {
    truncateSync(logFile);
  }
  const output = openSync(logFile, 'a', 0o600);
  const args = ['-D', nameOfData, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const child = spawn(join(binaries, 'bin', 'postgres'), args, {
    cwd: data,
    ...identity,
    env: {},
    detached: true,
    stdio: ['ignore', output, output],
  });
  child.once('error', () => undefined);
  closeSync(output);
  return child;
}

/** After its postmaster was killed, the last children take a moment to go; until then a new one refuses to start. */
async function launchPatiently(launch: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await launch();
    } catch (error) {
      if (
        attempt === 10 ||
        !(error instanceof Error && /shared memory block|lock file|Address already in use/.test(error.message))
      ) {
        throw error;
      }
      await delay(500);
    }
  }
}

async function answers(url: string, postmaster: ChildProcess, logFile: string): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    if (postmaster.pid === undefined || hasEnded(postmaster)) {
      const log = readFileSync(logFile, 'utf8').trim().split('\n').slice(-4).join('\n');
      throw new Error(`Expected PostgreSQL to start, it ended. Last lines of ${logFile}:\n${log}`);
    }
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return;
    } catch (error) {
      if (Date.now() > deadline) {
        await stopPostmaster(postmaster);
        throw new Error(
          `Expected PostgreSQL to answer within ${START_TIMEOUT_MS / 1000} s, got: ${String(error)}. See ${logFile}.`,
          { cause: error }
        );
      }
      await delay(50);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

/** Fast shutdown: running statements are aborted, everything committed is on disk. */
async function stopPostmaster(postmaster: ChildProcess): Promise<void> {
  if (hasEnded(postmaster)) {
    return;
  }
  const ended = new Promise((resolve) => postmaster.once('exit', resolve));
  postmaster.kill('SIGINT');
  await ended;
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('expected a port'))
      );
    });
  });
}
