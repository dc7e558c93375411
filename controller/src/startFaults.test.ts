import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase, type TestDatabase } from './testing/database';
import { startControllerProcess } from './testing/controllerProcess';

// Real processes on a busy machine; a hang is still found.
jest.setTimeout(120_000);

const PASSWORD = 'hunter2-long';

describe('a controller that cannot start', () => {
  const folder = mkdtempSync(join(tmpdir(), 'openvcloud-faults-'));
  chmodSync(folder, 0o700);
  let database: TestDatabase;
  beforeAll(async () => {
    writeFileSync(join(folder, 'file'), '');
    database = await createTestDatabase();
    await database.database.query({ text: `create role nobody_of_faults login password '${PASSWORD}'`, values: [] });
  });
  afterAll(async () => {
    await database.database.query({ text: 'drop role nobody_of_faults', values: [] });
    await database.drop();
    rmSync(folder, { recursive: true });
  });

  async function run(env: Record<string, string>): Promise<{ code: number | null; output: string }> {
    const process = startControllerProcess({ DATA_DIR: join(folder, 'data'), ...env });
    const { code } = await process.ended;
    return { code, output: process.output() };
  }
  const databaseAs = (
    changes: Partial<Record<'username' | 'password' | 'pathname' | 'hostname' | 'port' | 'search', string>>
  ) => Object.assign(new URL(database.url), changes).href;

  it.each([
    [
      { DATA_DIR: '/etc/passwd' },
      'DATA_DIR: expected a folder that can be made and written, got "/etc/passwd": a file is in',
    ],
    [{ DATA_DIR: '/proc/nope' }, 'DATA_DIR: expected a folder that can be made and written, got "/proc/nope": '],
    [{ DATA_DIR: '/proc' }, 'DATA_DIR: expected a folder that can be made and written, got "/proc": '],
    [
      { JUMPSCRIPTS_DIR: '/nope' },
      'JUMPSCRIPTS_DIR: expected a folder of <organization>/<name>.py that can be read, got "/nope"',
    ],
    [
      { JUMPSCRIPTS_DIR: '/etc/passwd' },
      'JUMPSCRIPTS_DIR: expected a folder of <organization>/<name>.py that can be read',
    ],
  ])('names the folder that is wrong: %j', async (env, message) => {
    const { code, output } = await run(env);
    expect(output).toContain(`controller: ${message}`);
    expect(code).toBe(2);
  });

  it.each([
    [
      'password',
      () => ({ password: PASSWORD }),
      2,
      'got password authentication failed for user "openvcloud". Correct its user or',
    ],
    [
      'database',
      () => ({ pathname: '/nope' }),
      2,
      'got database "nope" does not exist. Create that database, or name another',
    ],
    [
      'right to make tables',
      () => ({ username: 'nobody_of_faults', password: PASSWORD }),
      2,
      'got permission denied for schema public. Make its user the owner of the database.',
    ],
    [
      'sslrootcert',
      () => ({ search: '?sslmode=verify-full&sslrootcert=/nope' }),
      2,
      "got a file that cannot be read (ENOENT: no such file or directory, open '/nope')",
    ],
    [
      'TLS',
      () => ({ search: '?sslmode=verify-full' }),
      2,
      'got a server without TLS. Leave out sslmode, or turn on TLS there.',
    ],
    ['listener', () => ({ port: '1' }), 1, 'got a refused connection: nothing listens there. Start it or wait for it'],
    ['host', () => ({ hostname: 'no-such-host.invalid' }), 1, 'got no address for the name of its host'],
  ] as const)('says what is wrong with the database it was given: no %s', async (_what, changes, exitCode, message) => {
    const given = databaseAs(changes());
    const { code, output } = await run({ DATABASE_URL: given });
    const { username, host, pathname } = new URL(given);
    expect(output).toContain(
      `controller: DATABASE_URL: expected a PostgreSQL to use at ${username}@${host}${pathname}, ${message}`
    );
    expect(code).toBe(exitCode);
    expect(output).not.toContain(new URL(given).password);
  });

  it.each([
    ['never answers', (server: Server) => server, 'got no answer in time'],
    ['hangs up', (server: Server) => server.on('connection', (socket) => socket.destroy()), 'got a closed connection'],
  ])('says so when what listens in place of the database %s', async (_what, behave, message) => {
    const server = behave(createServer());
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const address = server.address();
    const { port: taken } = typeof address === 'object' && address !== null ? address : { port: 0 };
    const { code, output } = await run({ DATABASE_URL: databaseAs({ port: String(taken) }) });
    expect(output).toContain(
      `expected a PostgreSQL to use at openvcloud@127.0.0.1:${taken}${new URL(database.url).pathname}, ${message}`
    );
    expect(code).toBe(1);
    server.close();
  });

  it('is none where all is well', async () => {
    const controller = startControllerProcess({ DATA_DIR: join(folder, 'data'), DATABASE_URL: database.url });
    await controller.url;
    controller.child.kill('SIGTERM');
    expect((await controller.ended).code).toBe(0);
  });
});
