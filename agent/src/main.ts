import { ConfigError, readInvocation } from '@openvcloud/settings';
import { pino } from 'pino';
import { version } from '../package.json';
import { Agent } from './agent';
import { CONFIG_KEYS, readConfig, SETTING_KEYS } from './config';
import { ControllerError } from './wire/controllerError';
import { DiskFullError } from './disk/diskFull';
import { SessionFightError } from './session/registration';
import { RunnerError } from './python/zygote';

const USAGE = `Agent of OpenvCloud jobs: polls the Agent Controller for jobs of this node and runs them.

usage: node --import tsx agent/src/main.ts [--config FILE]... [--help] [--version]

Settings come from the environment, then from the last FILE, then from earlier ones (KEY=value per line, # comments).
SIGTERM stops it: the tsx command would kill it when it is busy, so start it as above.

${Object.entries(CONFIG_KEYS)
  .map(([key, meaning]) => `  ${key.padEnd(30)} ${meaning}`)
  .join('\n')}
`;

/** For service managers: a setting must be changed before another start makes sense. */
const EXIT_CONFIG = 2;
const EXIT_FAILED = 1;

async function main(): Promise<void> {
  const invocation = readInvocation(process.argv.slice(2), process.env, SETTING_KEYS);
  if (invocation.kind !== 'run') {
    process.stdout.write(invocation.kind === 'help' ? USAGE : `${version}\n`);
    return;
  }
  const config = readConfig(invocation.env, invocation.secretFiles);
  const log = pino({ level: config.logLevel, base: { node: config.name } });
  invocation.warnings.forEach((warning) => log.warn(warning));
  const agent = new Agent(config, process.env, version, log);

  let signals = 0;
  const stopped = new Promise<void>((resolve, reject) => {
    const onSignal = (): void => {
      signals += 1;
      if (signals === 1) {
        agent.stop().then(resolve, reject);
      } else {
        agent.endJobs();
      }
    };
    process.on('SIGTERM', onSignal);
    process.on('SIGINT', onSignal);
  });

  const run = async (): Promise<never> => {
    await agent.start();
    return agent.failed;
  };
  try {
    await Promise.race([stopped, run()]);
  } catch (error) {
    if (signals > 0) {
      await stopped;
      return;
    }
    await agent.stop(0);
    throw error;
  }
}

/** What an operator can mend is said in words; anything else is a fault of the agent, with its place. */
const EXPECTED = [ConfigError, ControllerError, DiskFullError, RunnerError, SessionFightError];

function explain(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  if (!EXPECTED.some((expected) => error instanceof expected)) {
    return error.stack ?? error.message;
  }
  return [error.message, ...adviceFor(error)].join('\n');
}

function adviceFor(error: Error): string[] {
  if (!(error instanceof ControllerError) || error.kind !== 'stop') {
    return [];
  }
  return error.code === 'CLIENT_CERTIFICATE'
    ? [
        "The Agent Controller wants a certificate of its agents, besides the token. Expected AGENT_CERT_FILE and AGENT_KEY_FILE: a certificate signed by an authority of the controller's TLS_CLIENT_CA_FILE.",
      ]
    : [
        `The Agent Controller does not accept this agent's token. Expected a token of role agent for this node in AGENT_TOKEN or AGENT_TOKEN_FILE; an admin makes one with POST /api/v1/tokens {"name", "role": "agent", "nid"}.`,
      ];
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`agent: ${explain(error)}\n`);
    process.exit(error instanceof ConfigError ? EXIT_CONFIG : EXIT_FAILED);
  }
);
