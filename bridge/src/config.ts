import { ConfigError, type Environment, type SettingKeys } from '@openvcloud/settings';
import { readFileSync } from 'node:fs';
import type { PortalSettings } from './ac1/portal';

export interface RedisSettings {
  kind: 'ac2' | 'ac8';
  host: string;
  port: number;
  database: number;
  username: string | undefined;
  password: string | undefined;
  tls: { ca: string | undefined } | undefined;
}

export interface Ac1Settings extends PortalSettings {
  kind: 'ac1';
}

export interface BridgeConfig {
  controllerUrl: string;
  controllerCa: string | undefined;
  token: string;
  periodMs: number;
  source: RedisSettings | Ac1Settings;
  logLevel: string;
}

/** Every key with its meaning: printed by --help, and the only keys that are read. One file of them for each source. */
export const CONFIG_KEYS = {
  CONTROLLER_URL: 'Agent Controller that takes the rows, e.g. http://127.0.0.1:4400 (required)',
  CONTROLLER_CA_FILE: "PEM file of the authority that signed the controller's certificate (default: the system's ones)",
  BRIDGE_TOKEN: 'token of role bridge, bound to the source',
  BRIDGE_TOKEN_FILE: 'file with that token; used when BRIDGE_TOKEN is not set',
  SOURCE_KIND: 'which controller is read: ac1, ac2 or ac8 (required)',
  PERIOD_SECONDS: 'how often it is read, 1 to 3600 (default: 15)',
  PORTAL_URL: 'ac1: its portal, http://host:82 or https://host (required)',
  PORTAL_USER: 'ac1: a user who may open the page of jobs (required)',
  PORTAL_PASSWORD: 'ac1: the password of that user',
  PORTAL_PASSWORD_FILE: 'file with that password; used when PORTAL_PASSWORD is not set',
  PORTAL_CA_FILE: "PEM file of the authority that signed the portal's certificate (default: the system's ones)",
  REDIS_URL: 'ac2, ac8: its Redis: redis://host:port/database, or rediss:// for TLS (required)',
  REDIS_USERNAME: 'user of that Redis, where it has some',
  REDIS_PASSWORD: 'password of that Redis',
  REDIS_PASSWORD_FILE: 'file with that password; used when REDIS_PASSWORD is not set',
  REDIS_CA_FILE: "PEM file of the authority that signed that Redis' certificate (default: the system's ones)",
  LOG_LEVEL: 'trace, debug, info, warn, error, fatal or silent (default: info)',
} as const;

/** For the command line. */
export const SETTING_KEYS: SettingKeys = {
  all: Object.keys(CONFIG_KEYS),
  secret: ['BRIDGE_TOKEN', 'PORTAL_PASSWORD', 'REDIS_PASSWORD'],
};

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/** Throws a ConfigError that names the key, and quotes no secret. */
export function readConfig(env: Environment): BridgeConfig {
  const logLevel = given(env, 'LOG_LEVEL') ?? 'info';
  if (!LOG_LEVELS.includes(logLevel)) {
    throw new ConfigError(`LOG_LEVEL: expected one of ${LOG_LEVELS.join(', ')}, got "${logLevel}"`);
  }
  const token = secret(env, 'BRIDGE_TOKEN');
  if (token === undefined) {
    throw new ConfigError(
      'BRIDGE_TOKEN: expected a token of role bridge here or in BRIDGE_TOKEN_FILE, got none; an admin makes one with POST /api/v1/tokens {"name", "role": "bridge", "source"}'
    );
  }
  return {
    controllerUrl: urlOf(env, 'CONTROLLER_URL', ['http:', 'https:']).href.replace(/\/+$/, ''),
    controllerCa: fileText(env, 'CONTROLLER_CA_FILE'),
    token,
    periodMs: periodOf(env) * 1000,
    source: readSource(env),
    logLevel,
  };
}

function readSource(env: Environment): BridgeConfig['source'] {
  const kind = given(env, 'SOURCE_KIND');
  switch (kind) {
    case 'ac1':
      return readPortal(env);
    case 'ac2':
    case 'ac8':
      return readRedis(env, kind);
    default:
      throw new ConfigError(`SOURCE_KIND: expected ac1, ac2 or ac8, got ${kind === undefined ? 'none' : `"${kind}"`}`);
  }
}

function readPortal(env: Environment): Ac1Settings {
  const user = given(env, 'PORTAL_USER');
  const password = secret(env, 'PORTAL_PASSWORD');
  if (user === undefined || password === undefined) {
    throw new ConfigError('PORTAL_USER, PORTAL_PASSWORD: expected a user of the portal and the password, got not both');
  }
  const url = urlOf(env, 'PORTAL_URL', ['http:', 'https:']).href.replace(/\/+$/, '');
  return { kind: 'ac1', url, user, password, ca: fileText(env, 'PORTAL_CA_FILE') };
}

function readRedis(env: Environment, kind: RedisSettings['kind']): RedisSettings {
  const url = urlOf(env, 'REDIS_URL', ['redis:', 'rediss:']);
  const database = Number(url.pathname.replace(/^\//, '') || '0');
  if (!Number.isInteger(database)) {
    throw new ConfigError(`REDIS_URL: expected the number of a database after the port, got "${url.pathname}"`);
  }
  return {
    kind,
    host: url.hostname,
    port: Number(url.port || '6379'),
    database,
    username: given(env, 'REDIS_USERNAME'),
    password: secret(env, 'REDIS_PASSWORD'),
    tls: url.protocol === 'rediss:' ? { ca: fileText(env, 'REDIS_CA_FILE') } : undefined,
  };
}

function periodOf(env: Environment): number {
  const seconds = Number(given(env, 'PERIOD_SECONDS') ?? '15');
  if (!(seconds >= 1 && seconds <= 3600)) {
    throw new ConfigError(`PERIOD_SECONDS: expected 1 to 3600, got "${given(env, 'PERIOD_SECONDS')}"`);
  }
  return seconds;
}

function urlOf(
  env: Environment,
  key: 'CONTROLLER_URL' | 'PORTAL_URL' | 'REDIS_URL',
  protocols: readonly string[]
): URL {
  const text = given(env, key) ?? '';
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !protocols.includes(url.protocol) || url.hostname === '') {
    throw new ConfigError(
      `${key}: expected an address that begins with ${protocols.map((one) => `${one}//`).join(' or ')}`
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new ConfigError(
      `${key}: expected no user and password in it: addresses are shown. They have settings of their own`
    );
  }
  return url;
}

function given(env: Environment, key: keyof typeof CONFIG_KEYS): string | undefined {
  const value = env[key]?.trim();
  return value === '' ? undefined : value;
}

function secret(env: Environment, key: 'BRIDGE_TOKEN' | 'PORTAL_PASSWORD' | 'REDIS_PASSWORD'): string | undefined {
  return given(env, key) ?? fileText(env, `${key}_FILE`)?.trim();
}

function fileText(env: Environment, key: keyof typeof CONFIG_KEYS): string | undefined {
  const file = given(env, key);
  if (file === undefined) {
    return undefined;
  }
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError(`${key}: cannot read "${file}" (${error instanceof Error ? error.message : String(error)})`);
  }
}
