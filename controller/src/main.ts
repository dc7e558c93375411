import { ConfigError, readInvocation } from '@openvcloud/settings';
import { version } from '../package.json';
import { readConfig } from './config';
import { HELP, SETTING_KEYS } from './configKeys';
import { openLog } from './openLog';
import { startController } from './startController';

/** The process: arguments, environment, signals, exit codes (0 stopped, 1 failed, 2 wrong settings). */
async function main(): Promise<void> {
  const invocation = readInvocation(process.argv.slice(2), process.env, SETTING_KEYS);
  if (invocation.kind !== 'run') {
    process.stdout.write(invocation.kind === 'help' ? HELP : `${version}\n`);
    return;
  }
  const config = readConfig(invocation.env, process.cwd());
  const log = openLog(config);
  invocation.warnings.forEach((warning) => log.warn(warning));
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
