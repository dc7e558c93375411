import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Redis } from 'ioredis';
import { runCommand } from '../../../scripts/processes/runCommand';

export interface RedisServer {
  port: number;
  redis: Redis;
  stop(): Promise<void>;
}

/** A real redis-server of its own, in memory only. */
export async function startRedis(options: readonly string[] = [], givenPort?: number): Promise<RedisServer> {
  const program = await findRedis();
  const port = givenPort ?? (await freePort());
  const folder = mkdtempSync(join(tmpdir(), 'openvcloud-redis-'));
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder, ...options];
  const server = spawn(program, args, { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const passwordAt = options.indexOf('--requirepass');
  const password = passwordAt === -1 ? undefined : options[passwordAt + 1];
  const redis = new Redis({ port, maxRetriesPerRequest: 100, ...(password === undefined ? {} : { password }) });
  redis.on('error', () => undefined);
  await redis.ping();
  return {
    port,
    redis,
    stop: async () => {
      redis.disconnect();
      server.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** On PATH, or Debian's package when we may install it. */
async function findRedis(): Promise<string> {
  const onPath = () =>
    (process.env.PATH ?? '')
      .split(delimiter)
      .map((folder) => join(folder, 'redis-server'))
      .find((path) => existsSync(path));
  const found = onPath();
  if (found !== undefined) {
    return found;
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const command of [
    ['apt-get', 'update', '-qq'],
    ['apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'redis-server'],
  ]) {
    await runCommand(command, { cwd: '/', env });
  }
  const installed = onPath();
  if (installed === undefined) {
    throw new Error(
      'No redis-server was found, and it could not be installed: the tests of the bridge need one on PATH.'
    );
  }
  return installed;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (address === null || typeof address === 'string') {
    throw new Error('expected a port');
  }
  return address.port;
}
