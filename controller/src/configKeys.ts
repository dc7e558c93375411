import type { SettingKeys } from '@openvcloud/settings';
import { version } from '../package.json';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** Every key with its meaning: printed by --help, and the only keys that are read. */
export const CONFIG_KEYS = {
  HOST: 'address to listen on (127.0.0.1)',
  CONTROLLER_PORT: 'port to listen on (4400)',
  TLS_CERT_FILE: 'PEM file of the certificate with its chain: HTTPS instead of HTTP; SIGHUP reads it again',
  TLS_KEY_FILE: 'PEM file of its key',
  TLS_CLIENT_CA_FILE: "PEM file of the authorities that sign the agents' certificates: agents must show one",
  TRUST_PROXY:
    'addresses and networks of proxies whose X-Forwarded-For says who asks: "10.0.0.1,192.168.0.0/16" (none)',
  METRICS_TOKEN: 'yes: /metrics wants a token that reads all grids; no: anybody may read it (no)',
  DATA_DIR: 'data folder: PostgreSQL, tokens.json (.data)',
  DATABASE_URL: 'postgres://... of a PostgreSQL to use; else one is started in DATA_DIR',
  JUMPSCRIPTS_DIR: 'folder of <organization>/<name>.py (jumpscripts)',
  GID: 'grid id (1)',
  TIMEZONE: 'time zone of cron expressions, e.g. Europe/Brussels (UTC)',
  RETENTION_JOBS_DAYS: 'days kept after today; older ended jobs are dropped (0: all are kept)',
  RETENTION_LOGS_DAYS: 'the same of log lines',
  RETENTION_STATS_DAYS: 'the same of node stats, in steps of 5 and 30 minutes',
  RETENTION_SAMPLES_DAYS: 'the same of the samples that node stats are made of (7)',
  RETENTION_AUDIT_DAYS: 'the same of events of the audit trail',
  RETENTION_JOBS_GB: 'disk space jobs may take; the oldest days are dropped (0: no limit)',
  RETENTION_LOGS_GB: 'the same of log lines',
  RETENTION_STATS_GB: 'the same of node stats',
  STOP_SECONDS: 'after SIGTERM it ends within so long, whatever it waits for (25)',
  LOG_LEVEL: `${LOG_LEVELS.join(', ')} (info)`,
  VIEWER_TOKEN: 'secret of this token; without any of them DATA_DIR/tokens.json holds generated ones',
  OPERATOR_TOKEN: 'the same',
  ADMIN_TOKEN: 'the same, of at least 32 characters',
  AGENT_TOKENS: 'secrets of agents, by node id: "1:secret,2:secret"',
  BRIDGE_TOKENS: 'secrets of bridges, by source: "old-cloud:secret"',
  AGENT_NODES:
    'what nodes are called and which roles they may have, given at each start: "1:name:role+role,2:name:role" (as given with the API)',
  OTEL_EXPORTER_OTLP_ENDPOINT:
    'http(s)://... of an OpenTelemetry collector to send traces to; without it nothing is traced',
  OTEL_EXPORTER_OTLP_HEADERS: 'what it wants with each request: "name=value,name=value"',
  OTEL_SERVICE_NAME: 'name of this controller in traces (openvcloud-controller)',
  OTEL_TRACES_SAMPLER_ARG: 'of the traces that begin here, so many are kept: 0 to 1 (1)',
} as const;

/** For the command line. */
export const SETTING_KEYS: SettingKeys = {
  all: Object.keys(CONFIG_KEYS),
  secret: [
    'DATABASE_URL',
    'VIEWER_TOKEN',
    'OPERATOR_TOKEN',
    'ADMIN_TOKEN',
    'AGENT_TOKENS',
    'BRIDGE_TOKENS',
    'OTEL_EXPORTER_OTLP_HEADERS',
  ],
};

export const HELP = `Agent Controller ${version}

Stores, dispatches and tracks jobs; answers over HTTP.

usage: node --import tsx controller/src/main.ts [--config FILE]... [--help] [--version]

Settings come from the environment, then from the last FILE, then from earlier ones (KEY=value per line, # comments).
SIGTERM stops it, SIGHUP reads the certificate again: the tsx command would pass on neither in every case, so start it as above.

${Object.entries(CONFIG_KEYS)
  .map(([key, meaning]) => `  ${key.padEnd(27)} ${meaning}`)
  .join('\n')}
`;
