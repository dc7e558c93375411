import { pino } from 'pino';
import { version } from '../package.json';
import { ConfigError, HELP, readConfig } from './config';
import { startController } from './startController';

/** The process: arguments, environment, signals, exit codes (0 stopped, 1 failed, 2 wrong settings). */
async function main(): Promise<void> {
  const [option] = process.argv.slice(2);
  if (option !== undefined) {
    const text = option === '--help' ? HELP : option === '--version' ? `${version}\n` : undefined;
    if (text === undefined) {
      throw new ConfigError(`Expected --help, --version or no option, got "${option}".`);
    }
    process.stdout.write(text);
    return;
  }
  const config = readConfig(process.env, process.cwd());
  const log = pino({ level: config.logLevel, base: { gid: config.gid } });
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    // Always caught: a second Ctrl-C must not leave PostgreSQL behind.
    process.on(signal, () => {
      log.info({ signal }, 'stopping');
      stopping.abort();
    });
  }
  const controller = await startController(config, log, stopping.signal);
  log.info({ url: controller.url, version }, 'controller listens');
  if (config.tls !== undefined) {
    process.on('SIGHUP', () => controller.renewCertificate());
  }
  await stopped(stopping.signal);
  await controller.stop();
  log.info('controller stopped');
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) =>
    signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true })
  );
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`controller: ${message}\n`);
    process.exit(error instanceof ConfigError ? 2 : 1);
  }
);
