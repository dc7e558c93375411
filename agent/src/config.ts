import { RegisterRequest } from '@openvcloud/contract';
import { ConfigError, type Environment, type SettingKeys } from '@openvcloud/settings';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { DEFAULT_JOB_LIMITS, readJobLimits, type JobLimits } from './python/jobLimits';
import { type WorkersPerQueue } from './session/slots';
import { readControllerTls, type ControllerTlsFiles } from './wire/controllerTls';
import { isQueueName, QUEUE_DEFAULTS, QUEUES, type QueueName } from '@openvcloud/contract/src/queueName';

export interface AgentConfig {
  controllerUrl: string;
  tls: ControllerTlsFiles;
  token: string;
  /** Files that hold the token or the certificate's key. */
  secretFiles: string[];
  name: string;
  /** Of the roles its node was given; undefined: all of them. */
  roles: string[] | undefined;
  dataDir: string;
  workers: WorkersPerQueue;
  python: string;
  /** "user" or "user:group" that JumpScripts run as; undefined: as the agent. */
  runAs: string | undefined;
  jobLimits: JobLimits;
  /** Folder of the cgroup (v2) in which jobs get theirs; auto: the agent's own where it was delegated; no: none. */
  cgroup: string;
  spoolBytes: number;
  /** With less free on the disk no work is taken. */
  diskFreeBytes: number;
  shutdownGraceSeconds: number;
  logLevel: string;
}

/** Every key with its meaning: printed by --help, and the only keys that are read. */
export const CONFIG_KEYS = {
  CONTROLLER_URL: 'Agent Controller, e.g. http://127.0.0.1:4400 (required)',
  CONTROLLER_CA_FILE: "PEM file of the authority that signed the controller's certificate (default: the system's ones)",
  AGENT_CERT_FILE: "PEM file of this agent's certificate, for a controller that wants one",
  AGENT_KEY_FILE: 'PEM file with the key of that certificate',
  AGENT_TOKEN: 'token of role agent, bound to this node',
  AGENT_TOKEN_FILE: 'file with that token; used when AGENT_TOKEN is not set',
  AGENT_NAME: "what it calls itself (default: this machine's host name); its node has the name given with its token",
  AGENT_ROLES: 'comma list, e.g. node,cpunode: of the roles given with its token only these (default: all of them)',
  AGENT_DATA_DIR: 'folder of spool and JumpScript cache (default: .data/agent)',
  AGENT_WORKERS: `workers per queue (default: ${QUEUES.map((queue) => `${queue}=${QUEUE_DEFAULTS[queue].workers}`).join(',')})`,
  AGENT_PYTHON: 'Python 3.9 or newer (default: python3)',
  AGENT_RUN_AS: 'user or user:group that JumpScripts run as; needs an agent that runs as root (default: as the agent)',
  AGENT_JOB_LIMITS: `what each job may use, of all its processes or (cpuSeconds, openFiles, fileMb) also of each; 0: no limit (default: ${DEFAULT_JOB_LIMITS})`,
  AGENT_NEW_PRIVILEGES: 'yes: JumpScripts may use sudo and other setuid programs (default: no)',
  AGENT_CGROUP:
    "cgroup v2 in which each job gets one of its own, as a folder; auto: the agent's, where it was delegated; no: none (default: auto)",
  AGENT_SPOOL_MB: 'how much may wait on disk to be delivered; when it is full no work is taken (default: 1024)',
  AGENT_DISK_FREE_MB: 'no work is taken while less than this is free on the disk of AGENT_DATA_DIR (default: 32)',
  AGENT_SHUTDOWN_GRACE_SECONDS: 'how long running jobs may finish after SIGTERM (default: 5)',
  LOG_LEVEL: 'trace, debug, info, warn, error, fatal or silent (default: info)',
} as const;

/** For the command line. */
export const SETTING_KEYS: SettingKeys = { all: Object.keys(CONFIG_KEYS), secret: ['AGENT_TOKEN'] };

const { maxItems: MOST_ROLES = 0, items } = RegisterRequest.properties.roles;
const { maxLength: MOST_ROLE_CHARS = 0 } = items;
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/** `secretFiles`: the settings files that hold the token. */
export function readConfig(env: Environment, secretFiles: readonly string[] = []): AgentConfig {
  return {
    controllerUrl: readUrl(env),
    tls: readTlsFiles(env),
    token: readToken(env),
    secretFiles: [env['AGENT_TOKEN_FILE'], env['AGENT_KEY_FILE']?.trim(), ...secretFiles].flatMap((file) =>
      file ? [resolve(file)] : []
    ),
    name: readName(env),
    roles: readRoles(env['AGENT_ROLES']),
    dataDir: resolve(env['AGENT_DATA_DIR'] || '.data/agent'),
    workers: readWorkers(env['AGENT_WORKERS'] ?? ''),
    python: env['AGENT_PYTHON'] || 'python3',
    runAs: env['AGENT_RUN_AS']?.trim() || undefined,
    jobLimits: readJobLimits(env['AGENT_JOB_LIMITS'] ?? '', readNewPrivileges(env['AGENT_NEW_PRIVILEGES'] || 'no')),
    cgroup: readCgroup(env),
    spoolBytes: readNumber(env, 'AGENT_SPOOL_MB', 1024, 1) * 1024 * 1024,
    diskFreeBytes: readNumber(env, 'AGENT_DISK_FREE_MB', 32, 0) * 1024 * 1024,
    shutdownGraceSeconds: readNumber(env, 'AGENT_SHUTDOWN_GRACE_SECONDS', 5, 0),
    logLevel: readLogLevel(env['LOG_LEVEL'] || 'info'),
  };
}

function readUrl(env: Environment): string {
  const text = env['CONTROLLER_URL'];
  if (!text) {
    throw new ConfigError(
      'CONTROLLER_URL is not set: expected the address of the Agent Controller, e.g. http://127.0.0.1:4400'
    );
  }
  if (/\/\/[^/]*@/.test(text)) {
    // A password: it is not repeated.
    throw new ConfigError(
      'CONTROLLER_URL: expected an address without user and password, got one with them; the token goes to AGENT_TOKEN or AGENT_TOKEN_FILE'
    );
  }
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw new ConfigError(`CONTROLLER_URL: expected an http:// or https:// address, got "${text}"`);
  }
  return url.href.replace(/\/+$/, '');
}

function readTlsFiles(env: Environment): ControllerTlsFiles {
  const file = (key: keyof typeof CONFIG_KEYS): string | undefined => {
    const value = env[key]?.trim();
    if (!value) {
      return undefined;
    }
    if (!readUrl(env).startsWith('https:')) {
      throw new ConfigError(`${key}: expected an https:// address in CONTROLLER_URL with it, got an http:// one`);
    }
    return resolve(value);
  };
  const files = {
    caFile: file('CONTROLLER_CA_FILE'),
    certFile: file('AGENT_CERT_FILE'),
    keyFile: file('AGENT_KEY_FILE'),
  };
  readControllerTls(files);
  return files;
}

function readToken(env: Environment): string {
  const file = env['AGENT_TOKEN_FILE'];
  let token = env['AGENT_TOKEN']?.trim();
  if (!token && file) {
    try {
      token = readFileSync(file, 'utf8').trim();
    } catch (error) {
      throw new ConfigError(
        `AGENT_TOKEN_FILE: cannot read "${file}" (${String(error)}); it must hold the agent's token`
      );
    }
  }
  if (!token) {
    throw new ConfigError(
      'AGENT_TOKEN or AGENT_TOKEN_FILE must give a token of role agent; an admin makes one with POST /api/v1/tokens'
    );
  }
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new ConfigError(
      'AGENT_TOKEN: expected printable characters without spaces; check for a stray line break or quote'
    );
  }
  return token;
}

function readName(env: Environment): string {
  const name = env['AGENT_NAME']?.trim() || hostname();
  if (name.length > 200) {
    throw new ConfigError(`AGENT_NAME: expected at most 200 characters, got ${name.length}`);
  }
  return name;
}

/** As many and as long as the contract takes. */
function readRoles(text: string | undefined): string[] | undefined {
  if (text === undefined) {
    return undefined;
  }
  const roles = commaList(text);
  const long = roles.find((role) => role.length > MOST_ROLE_CHARS);
  if (roles.length > MOST_ROLES || long !== undefined) {
    const got = long === undefined ? `${roles.length} roles` : `one of ${long.length} characters`;
    throw new ConfigError(
      `AGENT_ROLES: expected at most ${MOST_ROLES} roles of at most ${MOST_ROLE_CHARS} characters, got ${got}`
    );
  }
  return roles;
}

function readWorkers(text: string): WorkersPerQueue {
  const workers: Record<QueueName, number> = { default: 0, hypervisor: 0, io: 0, process: 0 };
  for (const queue of QUEUES) {
    workers[queue] = QUEUE_DEFAULTS[queue].workers;
  }
  for (const item of commaList(text)) {
    const [queue = '', count = ''] = item.split('=').map((part) => part.trim());
    if (!isQueueName(queue)) {
      throw new ConfigError(
        `AGENT_WORKERS: expected queues out of ${QUEUES.join(', ')}, got "${item}"; write e.g. default=2,io=1`
      );
    }
    if (!/^\d{1,4}$/.test(count)) {
      throw new ConfigError(
        `AGENT_WORKERS: expected a whole number of workers from 0 to 9999 for ${queue}, got "${count}"`
      );
    }
    workers[queue] = Number(count);
  }
  return workers;
}

function readNumber(env: Environment, key: keyof typeof CONFIG_KEYS, fallback: number, minimum: number): number {
  const text = env[key];
  if (text === undefined || text === '') {
    return fallback;
  }
  const value = Number(text);
  if (!Number.isFinite(value) || value < minimum) {
    throw new ConfigError(`${key}: expected a number of at least ${minimum}, got "${text}"`);
  }
  return value;
}

function readNewPrivileges(text: string): boolean {
  if (text !== 'yes' && text !== 'no') {
    throw new ConfigError(`AGENT_NEW_PRIVILEGES: expected yes or no, got "${text}"`);
  }
  return text === 'yes';
}

function readCgroup(env: Environment): string {
  const text = env['AGENT_CGROUP']?.trim() || 'auto';
  if (text !== 'auto' && text !== 'no' && !text.startsWith('/')) {
    throw new ConfigError(
      `AGENT_CGROUP: expected auto, no or the folder of a cgroup (v2) as /sys/fs/cgroup/…, got "${text}"`
    );
  }
  return text;
}

function readLogLevel(level: string): string {
  if (!LOG_LEVELS.includes(level)) {
    throw new ConfigError(`LOG_LEVEL: expected one of ${LOG_LEVELS.join(', ')}, got "${level}"`);
  }
  return level;
}

function commaList(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
