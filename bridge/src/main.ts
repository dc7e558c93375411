import { ConfigError, readInvocation } from '@openvcloud/settings';
import { pino } from 'pino';
import { randomUUID } from 'node:crypto';
import { version } from '../package.json';
import { Ac1Reader } from './ac1/ac1Reader';
import { JobTable } from './ac1/jobTable';
import { Portal } from './ac1/portal';
import { Ac2Reader } from './ac2/ac2Reader';
import { connectRedis } from './ac2/connectRedis';
import { ReadRedis } from './ac2/readRedis';
import { CONFIG_KEYS, readConfig, SETTING_KEYS, type BridgeConfig } from './config';
import { Door } from './door/door';
import { DoorError } from './door/doorError';
import { Bridge } from './runner/bridge';
import type { SourceReader } from './runner/sourceReader';

const USAGE = `Bridge of OpenvCloud jobs: brings what a legacy Agent Controller has into ours. It only reads there.

usage: node --import tsx bridge/src/main.ts [--config FILE]... [--help] [--version]

Settings come from the environment, then from the last FILE, then from earlier ones (KEY=value per line, # comments).
One process reads one source.

${Object.entries(CONFIG_KEYS)
  .map(([key, meaning]) => `  ${key.padEnd(30)} ${meaning}`)
  .join('\n')}
`;

function readerOf(source: BridgeConfig['source']): SourceReader {
  if (source.kind === 'ac1') {
    const portal = new Portal(source);
    return new Ac1Reader(portal, new JobTable(portal));
  }
  const redis = connectRedis(source);
  return new Ac2Reader(source.kind, new ReadRedis(redis), async () => redis.disconnect());
}

/** For service managers: a setting must be changed before another start makes sense. */
const EXIT_CONFIG = 2;

async function main(): Promise<void> {
  const invocation = readInvocation(process.argv.slice(2), process.env, SETTING_KEYS);
  if (invocation.kind !== 'run') {
    process.stdout.write(invocation.kind === 'help' ? USAGE : `${version}\n`);
    return;
  }
  const config = readConfig(invocation.env);
  const log = pino({ level: config.logLevel });
  invocation.warnings.forEach((warning) => log.warn(warning));
  const stopping = new AbortController();
  process.on('SIGTERM', () => stopping.abort());
  process.on('SIGINT', () => stopping.abort());
  const reader = readerOf(config.source);
  const { controllerUrl: url, token, controllerCa: ca, periodMs } = config;
  const door = new Door({ url, token, ca }, randomUUID());
  try {
    await new Bridge({ door, reader, log, periodMs, now: Date.now, stopping: stopping.signal }).run();
  } finally {
    await reader.close();
    await door.close();
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    const isExpected = error instanceof ConfigError || error instanceof DoorError;
    process.stderr.write(
      `bridge: ${isExpected ? error.message : error instanceof Error ? error.stack : String(error)}\n`
    );
    process.exit(error instanceof ConfigError || error instanceof DoorError ? EXIT_CONFIG : 1);
  }
);
