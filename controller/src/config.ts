import { ConfigError, type Environment } from '@openvcloud/settings';
import { resolve } from 'node:path';
import { LOG_LEVELS } from './configKeys';
import { readTrustedProxies } from './http/trustedProxies';
import type { Identity } from './nodes/identify';
import { readNodeIdentities } from './nodes/readNodeIdentities';
import type { Retention } from './retention/retention';
import type { TokenSeed } from './tokens/tokens';
import type { TlsFiles } from './tls/readTls';
import { readTokenSeeds } from './tokens/tokenSeeds';
import { readTracing, type TracingSettings } from './tracing/readTracing';

/** Everything the environment decides, read once. */
export interface Config {
  host: string;
  port: number;
  /** Absent: plain HTTP. */
  tls: TlsFiles | undefined;
  /** Addresses and networks of proxies that say whom they ask for. */
  trustedProxies: string[];
  /** Does /metrics want a token? */
  metricsWantToken: boolean;
  dataDir: string;
  /** Absent: the controller starts its own PostgreSQL under `dataDir`. */
  databaseUrl: string | undefined;
  jumpscriptsDir: string;
  gid: number;
  /** Of cron expressions. */
  timezone: string;
  logLevel: LogLevel;
  /** Told to stop, it ends within so long, whatever it waits for. */
  stopMs: number;
  /** Older days are dropped. */
  retention: Retention;
  tokenSeeds: TokenSeed[];
  /** What nodes are called and which roles they may have, by nid; more of them have it from elsewhere. */
  nodeIdentities: ReadonlyMap<number, Identity>;
  /** Absent: nothing is traced. */
  tracing: TracingSettings | undefined;
}

export type LogLevel = (typeof LOG_LEVELS)[number];

/** Pure: the environment and the folder relative paths start from. Throws a ConfigError that names the key. */
export function readConfig(env: Environment, workingDir: string): Config {
  return {
    host: text(env, 'HOST', '127.0.0.1'),
    port: integer(env, 'CONTROLLER_PORT', 4400, 0, 65535),
    tls: tlsFiles(env, workingDir),
    trustedProxies: readTrustedProxies(text(env, 'TRUST_PROXY', '')),
    metricsWantToken: yesOrNo(env, 'METRICS_TOKEN'),
    dataDir: resolve(workingDir, text(env, 'DATA_DIR', '.data')),
    databaseUrl: databaseUrl(env),
    jumpscriptsDir: resolve(workingDir, text(env, 'JUMPSCRIPTS_DIR', 'jumpscripts')),
    gid: integer(env, 'GID', 1, 1, 2 ** 31 - 1),
    timezone: timezone(env),
    logLevel: logLevel(env),
    stopMs: integer(env, 'STOP_SECONDS', 25, 6, 3600) * 1000,
    retention: {
      jobs: kept(env, 'JOBS'),
      logs: kept(env, 'LOGS'),
      stats: kept(env, 'STATS'),
      sampleDays: daysKept(env, 'SAMPLES', SAMPLE_DAYS),
      auditDays: daysKept(env, 'AUDIT'),
    },
    tokenSeeds: readTokenSeeds(env),
    nodeIdentities: readNodeIdentities(env),
    tracing: readTracing(env),
  };
}

function text(env: Environment, key: string, fallback: string): string {
  const value = env[key]?.trim();
  return value === undefined || value === '' ? fallback : value;
}

function yesOrNo(env: Environment, key: string): boolean {
  const value = text(env, key, 'no');
  if (value !== 'yes' && value !== 'no') {
    throw new ConfigError(`Expected yes or no in ${key}, got "${value}".`);
  }
  return value === 'yes';
}

function integer(env: Environment, key: string, fallback: number, min: number, max: number): number {
  const value = text(env, key, String(fallback));
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < min || number > max) {
    throw new ConfigError(
      `${key}: expected a whole number from ${min} to ${max}, got "${value}". Correct or unset ${key}.`
    );
  }
  return number;
}

function tlsFiles(env: Environment, workingDir: string): TlsFiles | undefined {
  const file = (key: string) => {
    const value = text(env, key, '');
    return value === '' ? undefined : resolve(workingDir, value);
  };
  const [certFile, keyFile, clientCaFile] = [file('TLS_CERT_FILE'), file('TLS_KEY_FILE'), file('TLS_CLIENT_CA_FILE')];
  if (certFile !== undefined && keyFile !== undefined) {
    return { certFile, keyFile, clientCaFile };
  }
  if (certFile !== undefined || keyFile !== undefined) {
    const [set, missing] = certFile === undefined ? ['KEY', 'CERT'] : ['CERT', 'KEY'];
    throw new ConfigError(
      `TLS_${missing}_FILE: expected it together with TLS_${set}_FILE, got none. Set both for HTTPS, or unset both.`
    );
  }
  if (clientCaFile !== undefined) {
    throw new ConfigError(
      'TLS_CLIENT_CA_FILE: expected TLS_CERT_FILE and TLS_KEY_FILE with it, got neither. Set them too, or unset TLS_CLIENT_CA_FILE.'
    );
  }
  return undefined;
}

/** Graphs of longer ranges are made of steps. */
const SAMPLE_DAYS = 7;

function kept(env: Environment, kind: string): Retention['jobs'] {
  const gigabytes = integer(env, `RETENTION_${kind}_GB`, 0, 0, 1_000_000);
  return { days: daysKept(env, kind), bytes: gigabytes === 0 ? null : gigabytes * 1024 ** 3 };
}

function daysKept(env: Environment, kind: string, fallback = 0): number | null {
  const days = integer(env, `RETENTION_${kind}_DAYS`, fallback, 0, 36_500);
  return days === 0 ? null : days;
}

function databaseUrl(env: Environment): string | undefined {
  const value = text(env, 'DATABASE_URL', '');
  if (value !== '' && !(/^postgres(ql)?:\/\//.test(value) && URL.canParse(value))) {
    // The value may hold a password: it is not repeated.
    throw new ConfigError(
      'DATABASE_URL: expected postgres://user:password@host:port/database, got something else. Correct or unset DATABASE_URL.'
    );
  }
  return value === '' ? undefined : value;
}

function timezone(env: Environment): string {
  const value = text(env, 'TIMEZONE', 'UTC');
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone;
  } catch {
    throw new ConfigError(
      `TIMEZONE: expected the name of a time zone such as UTC or Europe/Brussels, got "${value}". Correct or unset TIMEZONE.`
    );
  }
}

function logLevel(env: Environment): LogLevel {
  const value = text(env, 'LOG_LEVEL', 'info');
  const level = LOG_LEVELS.find((known) => known === value);
  if (level === undefined) {
    throw new ConfigError(
      `LOG_LEVEL: expected one of ${LOG_LEVELS.join(', ')}, got "${value}". Correct or unset LOG_LEVEL.`
    );
  }
  return level;
}
