import { ConfigError, readInvocation } from '@openvcloud/settings';
import type { Logger } from 'pino';
import { version } from '../package.json';
import { readConfig } from './config';
import { HELP, SETTING_KEYS } from './configKeys';
import { openLog } from './openLog';
import { StopInOrder } from './stopInOrder';
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
  const parts = new StopInOrder(log, config.stopMs);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    // Always caught: a second Ctrl-C must not leave PostgreSQL behind.
    process.on(signal, () => {
      log.info({ signal }, 'stopping');
      if (!stopping.signal.aborted) {
        stopping.abort();
        endInTime(parts, config.stopMs, log);
      }
    });
  }
  const controller = await startController(config, log, stopping.signal, parts);
  log.info({ url: controller.url, version }, 'controller listens');
  if (config.tls !== undefined) {
    process.on('SIGHUP', () => controller.renewCertificate());
  }
  await stopped(stopping.signal);
  const late = await parts.stop();
  if (late.length > 0) {
    throw new Error(
      `expected all to stop within ${config.stopMs / 1000} s, did not wait longer for ${late.join(', ')}`
    );
  }
  log.info('controller stopped');
}

/** Whatever is in its way, and wherever it is: whoever told it to stop would kill it a moment later. */
function endInTime(parts: StopInOrder, withinMs: number, log: Logger): void {
  setTimeout(() => {
    log.fatal({ waitedFor: parts.waitingFor }, `ends without waiting for ${parts.waitingFor} any longer`);
    process.exit(1);
  }, withinMs).unref();
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
