import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePort } from '../../scripts/processes/ports';
import { startStack } from '../../scripts/stack/startStack';
import { logIn } from './logIn';
import { writeStackFile } from './stackFile';

/** Starts the whole stack on free ports with an empty data folder, unless a Grafana was given. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const { GRAFANA_URL, CONTROLLER_URL, TOKENS_FILE } = process.env;
  if (GRAFANA_URL) {
    const folder = mkdtempSync(join(tmpdir(), 'openvcloud-e2e-'));
    const sessionFile = join(folder, 'session.json');
    await logIn(GRAFANA_URL, process.env, sessionFile);
    const controller = { controllerUrl: CONTROLLER_URL ?? '', tokensFile: TOKENS_FILE ?? '' };
    writeStackFile({ url: GRAFANA_URL, ...controller, sessionFile, pids: {} });
    return async () => rmSync(folder, { recursive: true, force: true });
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'openvcloud-e2e-'));
  const settings = {
    root: resolve(__dirname, '..', '..'),
    port: await freePort(),
    controllerPort: await freePort(),
    dataDir,
    databaseUrl: process.env.DATABASE_URL,
  };
  const stack = await startStack(settings, process.env, (message) => console.log(message));
  writeStackFile({
    url: `http://127.0.0.1:${settings.port}`,
    controllerUrl: stack.controllerUrl,
    tokensFile: join(dataDir, 'tokens.json'),
    pids: Object.fromEntries(stack.services.map((service) => [service.name, service.pid() ?? 0])),
  });
  return async () => {
    await stack.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}
