import { ConfigError } from '@openvcloud/settings';
import type { FastifyInstance } from 'fastify';
import { Server as HttpsServer } from 'node:https';
import type { Logger } from 'pino';
import { buildApp } from './app';
import type { Config } from './config';
import { openDatabase, type Database } from './database/database';
import { databaseFault } from './database/databaseFault';
import { startEmbeddedPostgres } from './database/embedded/embeddedPostgres';
import { lockDataDir } from './database/lockDataDir';
import { migrate } from './database/migrate';
import { keepPartitions } from './database/partitions';
import { loadPythonParser } from './jumpscripts/python/pythonParser';
import { reportPython } from './jumpscripts/reportPython';
import { requireFolder } from './jumpscripts/requireFolder';
import { startLoops } from './startLoops';
import { plantIdentities } from './nodes/plantIdentities';
import type { StopInOrder } from './stopInOrder';
import { plantSeeds } from './tokens/plantSeeds';
import { buildServices } from './services';
import { readTls, type TlsFiles, type TlsSettings } from './tls/readTls';
import { DatabaseClock } from './timing/databaseClock';
import type { Tracing } from './tracing/tracing';

export interface Controller {
  url: string;
  /** Reads the certificate's files again, for new connections. */
  renewCertificate(): void;
}

/** Everything in its order; what has started is stopped in the reverse one by `parts`, also when a later step fails. */
export async function startController(
  config: Config,
  log: Logger,
  stopping: AbortSignal,
  parts: StopInOrder
): Promise<Controller> {
  try {
    const tls = config.tls && readCertificate(config.tls, log);
    const tracing = await startTracing(config, log, parts);
    parts.started('the lock of the data folder', lockDataDir(config.dataDir));
    requireFolder(config.jumpscriptsDir);
    await loadPythonParser();
    await reportPython(log);
    const database = openDatabase({ url: await databaseUrl(config, log, parts), log });
    parts.started('connections of the database', () => database.close());
    await prepare(database, config, log);
    const clock = new DatabaseClock();
    const services = buildServices({ config, database, log, now: clock.now, clock, stopping, tracing });
    // What time it is, and since when nobody could use the service: before anybody is judged.
    await services.pulse.beat();
    parts.started('partitions', await keepPartitions(services));
    await plantSeeds(services);
    await plantIdentities(services);
    const app = await buildApp(services, tls && { tls });
    let stopLoops = () => Promise.resolve();
    parts.started('its own loops', () => stopLoops());
    // First of all: an agent told "no work" at once would ask again and again while the loops end.
    parts.started('what requests began', async () => {
      await app.close();
      await services.running.settled();
    });
    const url = await listen(app, config);
    stopLoops = startLoops(services);
    return { url, renewCertificate: () => renewCertificate(app, config.tls, log) };
  } catch (error) {
    await parts.stop();
    throw error;
  }
}

/** OpenTelemetry's packages are loaded only when they are wanted. */
async function startTracing({ tracing, gid }: Config, log: Logger, parts: StopInOrder): Promise<Tracing | undefined> {
  if (tracing === undefined) {
    return undefined;
  }
  const { openTracing } = await import('./tracing/openTracing');
  const started = openTracing({ ...tracing, gid, log });
  parts.started('the collector of traces', () => started.stop());
  return started;
}

function readCertificate(files: TlsFiles, log: Logger): TlsSettings {
  const tls = readTls(files);
  const facts = { certificate: files.certFile, validTo: tls.validTo };
  if (tls.validTo.getTime() < Date.now()) {
    log.warn(facts, 'the TLS certificate has expired: clients will refuse it; put a new one in place and send SIGHUP');
  } else {
    log.info(facts, 'TLS certificate read');
  }
  return tls;
}

function renewCertificate({ server }: FastifyInstance, files: TlsFiles | undefined, log: Logger): void {
  if (files === undefined || !(server instanceof HttpsServer)) {
    return;
  }
  try {
    server.setSecureContext(readCertificate(files, log));
  } catch (error) {
    log.error({ err: error }, 'the TLS certificate was not renewed; the former one stays in use');
  }
}

/** The first statements: what is wrong with a database that was given shows here. */
async function prepare(database: Database, { databaseUrl: given }: Config, log: Logger): Promise<void> {
  try {
    await migrate(database, log);
  } catch (error) {
    throw given === undefined ? error : databaseFault(given, error);
  }
}

async function databaseUrl(config: Config, log: Logger, parts: StopInOrder): Promise<string> {
  if (config.databaseUrl !== undefined) {
    return config.databaseUrl;
  }
  const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir, log });
  parts.started('PostgreSQL', () => postgres.stop());
  return postgres.url;
}

async function listen(app: FastifyInstance, { host, port }: Config): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE') {
      throw new ConfigError(
        `CONTROLLER_PORT: expected port ${port} on ${host} to be free, it is in use. Stop what uses it, or set another CONTROLLER_PORT.`
      );
    }
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EACCES') {
      throw new ConfigError(
        `HOST, CONTROLLER_PORT: expected an address to listen on, ${host}:${port} is not one here (${String(code)}). Correct them.`
      );
    }
    throw error;
  }
}
