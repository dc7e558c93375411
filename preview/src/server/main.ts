import { resolve } from 'node:path';
import { version as grafanaVersion } from '@grafana/ui/package.json';
import { buildApp } from './app';
import { BackendHost } from './BackendHost';
import { ConfigError, goPlatform, HELP, readConfig } from './config';
import { readPlugins } from './readPlugins';
import { readProvisioning } from './readProvisioning';

const HOST = '127.0.0.1';
const PREVIEW = resolve(__dirname, '../..');

function say(message: string): void {
  process.stdout.write(`preview: ${message}\n`);
}

function fail(message: string): never {
  process.stderr.write(`preview: ${message}\n`);
  process.exit(1);
}

async function main(): Promise<void> {
  if (process.argv.includes('--help')) {
    process.stdout.write(HELP);
    return;
  }
  const config = readConfig(process.env, resolve(PREVIEW, '..'), goPlatform(process.platform, process.arch));
  const provisioning = readProvisioning(config.provisioningDir, config.environment);
  const backend = new BackendHost({
    binary: config.backendBinary,
    pluginBinary: config.pluginBinary,
    datasources: provisioning.datasources,
    say,
  });
  const app = buildApp({
    grafanaVersion,
    provisioning,
    backend,
    readPlugins: (problems) => readPlugins(config.distDir, problems),
    bundleDir: resolve(PREVIEW, 'dist'),
    iconsDirs: [resolve(PREVIEW, 'node_modules/@grafana/ui/dist/public/img/icons'), resolve(PREVIEW, 'icons')],
  });

  // The port first: when it is busy nothing else has been started that would have to be stopped.
  await app.listen({ port: config.port, host: HOST });
  await backend.start();
  const address = app.server.address();
  say(`http://localhost:${typeof address === 'object' && address !== null ? address.port : config.port}`);

  const stop = () => {
    void Promise.all([backend.stop(), app.close()]).then(() => process.exit(0));
    app.server.closeAllConnections();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
  if (error instanceof ConfigError) {
    fail(error.message);
  }
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    fail(`port ${process.env['PORT'] || '3000'} is busy. Set PORT to a free one, or end what listens there.`);
  }
  fail(String(error instanceof Error ? (error.stack ?? error.message) : error));
});
