import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive } from './database/embedded/orphan';
import { createTestDatabase } from './testing/database';
import { startSilentProxy } from './testing/silentProxy';
import { startControllerProcess, type ControllerProcess } from './testing/controllerProcess';

// Each start makes or recovers a PostgreSQL cluster.
jest.setTimeout(120_000);

const folders: string[] = [];
const processes: ControllerProcess[] = [];
/** As people's folders are: nobody else may enter. */
function privateFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'openvcloud-main-'));
  chmodSync(folder, 0o700);
  folders.push(folder);
  return folder;
}
function start(env: Record<string, string>, options?: Parameters<typeof startControllerProcess>[1]): ControllerProcess {
  const controller = startControllerProcess(env, options);
  processes.push(controller);
  return controller;
}
afterEach(async () => {
  for (const { child, ended } of processes.splice(0)) {
    child.kill('SIGTERM');
    await ended;
  }
  folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true }));
});

const postmasterOf = (dataDir: string) =>
  Number(readFileSync(join(dataDir, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);
const secrets = (dataDir: string) =>
  JSON.parse(readFileSync(join(dataDir, 'tokens.json'), 'utf8')) as Record<string, string>;
const tokenNames = async (url: string, token: string | undefined) => {
  const response = await fetch(`${url}/api/v1/tokens`, { headers: { authorization: `Bearer ${token}` } });
  const body = (await response.json()) as { items: Array<{ name: string }> };
  return body.items.map(({ name }) => name);
};

describe('the controller process', () => {
  it('keeps its data over a stop, a kill and a new start, one process per folder', async () => {
    const dataDir = join(privateFolder(), 'data');
    const first = start({ DATA_DIR: dataDir });
    const url = await first.url;
    expect(statSync(join(dataDir, 'tokens.json')).mode & 0o777).toBe(0o600);
    const { admin } = secrets(dataDir);
    await fetch(`${url}/api/v1/tokens`, {
      method: 'POST',
      headers: { authorization: `Bearer ${admin}`, 'content-type': 'application/json' },
      body: '{"name":"lasting","role":"viewer"}',
    });

    const second = start({ DATA_DIR: dataDir });
    expect((await second.ended).code).toBe(2);
    expect(second.output()).toContain(
      `process ${first.child.pid} is a controller that uses it. Stop that one, or set another DATA_DIR.`
    );

    const orphan = postmasterOf(dataDir);
    first.child.kill('SIGKILL');
    await first.ended;
    expect(isAlive(orphan)).toBe(true);
    const third = start({ DATA_DIR: dataDir });
    expect(await tokenNames(await third.url, admin)).toContain('lasting');
    expect(isAlive(orphan)).toBe(false);

    const postmaster = postmasterOf(dataDir);
    third.child.kill('SIGTERM');
    expect(await third.ended).toEqual({ code: 0, signal: null });
    expect(isAlive(postmaster)).toBe(false);
    expect(first.output() + third.output()).not.toContain(admin);
  });

  it('starts PostgreSQL again when it dies', async () => {
    const dataDir = privateFolder();
    const controller = start({ DATA_DIR: dataDir });
    const url = await controller.url;
    process.kill(postmasterOf(dataDir), 'SIGKILL');
    const isReady = async () => (await fetch(`${url}/readyz`)).status === 200;
    const deadline = Date.now() + 60_000;
    while (await isReady()) {
      await delay(20);
    }
    while (!(await isReady())) {
      expect(Date.now()).toBeLessThan(deadline);
      await delay(100);
    }
    expect(await tokenNames(url, secrets(dataDir).admin)).toContain('seed-viewer');
  });

  it('answers long polls at once when it is told to stop, and leaves nothing behind that fails', async () => {
    const dataDir = privateFolder();
    const controller = start({ DATA_DIR: dataDir, AGENT_TOKENS: '1:seed-agent-1', LOG_LEVEL: 'debug' });
    const url = await controller.url;
    const ask = (path: string, body: object) =>
      fetch(`${url}/api/v1/agent/${path}`, {
        method: 'POST',
        headers: { authorization: 'Bearer seed-agent-1', 'content-type': 'application/json' },
        body: JSON.stringify({ sessionId: 'a-session', ...body }),
      });
    const agent = { name: 'n', roles: [], addresses: [], workers: {}, agentVersion: '1', pid: 1 };
    expect((await ask('register', agent)).status).toBe(200);
    const poll = ask('work', { free: { default: 1 }, waitMs: 60_000 });
    // The poll is there once its agent counts as heard by it: the statement is measured.
    while (!/name="touch_node"\} \d/.test(await (await fetch(`${url}/metrics`)).text())) {
      await delay(20);
    }
    const stoppedAt = Date.now();
    controller.child.kill('SIGTERM');
    expect(await (await poll).json()).toEqual({ jobs: [], cancel: [] });
    expect(await controller.ended).toEqual({ code: 0, signal: null });
    expect(Date.now() - stoppedAt).toBeLessThan(30_000);
    expect(controller.output()).toMatch(
      /"requestId":"[-0-9a-f]{36}".*"url":"\/api\/v1\/agent\/work".*"request answered"/
    );
    expect(controller.output()).not.toMatch(/"level":(50|60)|after calling end/);
  });

  it('ends in time when its database says nothing any more, and says what it did not wait for', async () => {
    const database = await createTestDatabase();
    const proxy = await startSilentProxy(database.url);
    const env = {
      DATABASE_URL: proxy.url,
      DATA_DIR: privateFolder(),
      ADMIN_TOKEN: 'an-admin-of-the-test-with-a-long-secret',
    };
    const controller = start({ ...env, STOP_SECONDS: '6' });
    const url = await controller.url;
    const headers = {
      authorization: 'Bearer an-admin-of-the-test-with-a-long-secret',
      'content-type': 'application/json',
    };
    expect((await fetch(`${url}/api/v1/tokens`, { headers })).status).toBe(200);
    proxy.fallSilent();
    const body = '{"name":"never","role":"viewer"}';
    const hanging = fetch(`${url}/api/v1/tokens`, { method: 'POST', headers, body }).catch(() => undefined);
    expect((await fetch(`${url}/readyz`)).status).toBe(503);
    controller.child.kill('SIGTERM');
    expect(await controller.ended).toEqual({ code: 1, signal: null });
    expect(controller.output()).toMatch(/without waiting for what requests began any longer/);
    await hanging;
    await proxy.close();
    await database.drop();
  });

  it('says which port is busy, and leaves no PostgreSQL behind', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const port = String(typeof address === 'object' && address !== null ? address.port : 0);
    const dataDir = privateFolder();
    const controller = start({ DATA_DIR: dataDir, CONTROLLER_PORT: port });
    expect((await controller.ended).code).toBe(2);
    expect(controller.output()).toContain(`CONTROLLER_PORT: expected port ${port} on 127.0.0.1 to be free`);
    expect(() => postmasterOf(dataDir)).toThrow();
    server.close();
  });

  (process.getuid?.() === 0 ? it : it.skip)('runs as an ordinary user too', async () => {
    const dataDir = privateFolder();
    chownSync(dataDir, 65534, 65534);
    const controller = start({ DATA_DIR: dataDir }, { uid: 65534 });
    expect((await fetch(`${await controller.url}/readyz`)).status).toBe(200);
  });

  it.each([
    [{ CONTROLLER_PORT: 'http' }, 'CONTROLLER_PORT: expected a whole number from 0 to 65535, got "http"'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL: expected one of fatal'],
    [{ DATABASE_URL: 'mysql://root:hunter2@db' }, 'DATABASE_URL: expected postgres://'],
    [{ AGENT_TOKENS: '1:long-enough,seven' }, 'AGENT_TOKENS: expected "nid:secret,nid:secret", entry 2'],
    [{ VIEWER_TOKEN: 'short' }, 'VIEWER_TOKEN: expected a secret of 8 to 200'],
    [{ VIEWER_TOKEN: 'hunter2-1', ADMIN_TOKEN: 'hunter2-1' }, 'VIEWER_TOKEN and ADMIN_TOKEN: expected a secret'],
  ])('names the wrong setting of %j', async (env, message) => {
    const controller = start(env);
    expect((await controller.ended).code).toBe(2);
    expect(controller.output()).toContain(message);
    expect(controller.output()).not.toContain('hunter2');
  });

  it('takes settings from a file, and warns of secrets in it that others can read', async () => {
    const dataDir = privateFolder();
    const file = join(dataDir, 'controller.conf');
    writeFileSync(file, `DATA_DIR=${dataDir}\nVIEWER_TOKEN="seed-viewer-2"\nLOG_LEVEL=loud # not this one\n`, {
      mode: 0o644,
    });
    const controller = start({ LOG_LEVEL: 'info', VIEWER_TOKEN: '', DATA_DIR: '' }, { args: ['--config', file] });
    const headers = { authorization: 'Bearer seed-viewer-2' };
    expect((await fetch(`${await controller.url}/api/v1/info`, { headers })).status).toBe(200);
    expect(controller.output()).toContain(`${file} holds VIEWER_TOKEN and others can read it (mode 644)`);
    expect(controller.output()).not.toContain('seed-viewer-2');
  });

  it('explains itself', async () => {
    const [help, version, wrong] = [
      start({}, { args: ['--help'] }),
      start({}, { args: ['--version'] }),
      start({}, { args: ['--fast'] }),
    ];
    expect([(await help.ended).code, (await version.ended).code, (await wrong.ended).code]).toEqual([0, 0, 2]);
    expect(help.output()).toMatch(/CONTROLLER_PORT +port to listen on \(4400\)/);
    expect(version.output()).toMatch(/^\d+\.\d+\.\d+$/m);
    expect(wrong.output()).toContain('"--fast"');
  });
});
