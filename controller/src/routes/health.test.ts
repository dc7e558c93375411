import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { pino } from 'pino';
import { buildApp } from '../app';
import { openDatabase, type Database } from '../database/database';
import { Metrics } from '../metrics/metrics';
import { startTestApp, type TestApp } from '../testing/app';

describe('a controller whose database does not answer', () => {
  let test: TestApp;
  let server: Server;
  const connections = new Set<Socket>();
  const databases: Database[] = [];
  beforeAll(async () => {
    test = await startTestApp();
    // Takes connections and says nothing, as a database that hangs.
    server = createServer((socket) => connections.add(socket.on('error', () => undefined))).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(async () => {
    connections.forEach((socket) => socket.destroy());
    server.close();
    await Promise.all(databases.map((database) => database.close()));
    await test.close();
  });

  const portOf = (listener: Server) => (listener.address() as AddressInfo).port;
  async function ask(url: string, port: number) {
    const log = pino({ level: 'silent' });
    const database = openDatabase({ url: `postgres://nobody@127.0.0.1:${port}/none`, log });
    databases.push(database);
    const app = await buildApp({ ...test.services, log, database, metrics: new Metrics(database, Date.now) });
    const { statusCode, payload } = await app.inject({ url });
    await app.close();
    return { status: statusCode, text: payload };
  }
  async function closedPort(): Promise<number> {
    const listener = createServer().listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const port = portOf(listener);
    listener.close();
    await once(listener, 'close');
    return port;
  }

  it('is not ready when it is refused, and says why', async () => {
    const { status, text } = await ask('/readyz', await closedPort());
    expect(status).toBe(503);
    expect(JSON.parse(text)).toMatchObject({
      code: 'DATABASE_UNAVAILABLE',
      detail: expect.stringContaining('database'),
    });
  });

  it('is not ready within seconds when the database hangs', async () => {
    const { status, text } = await ask('/readyz', portOf(server));
    expect(status).toBe(503);
    expect(JSON.parse(text)).toMatchObject({ detail: 'Expected the database to answer within 2 s, got nothing.' });
  });

  it('is alive, and tells Prometheus what it can', async () => {
    const port = await closedPort();
    expect((await ask('/healthz', port)).status).toBe(200);
    const { status, text } = await ask('/metrics', port);
    expect(status).toBe(200);
    expect(text).toContain('openvcloud_database_up 0\n');
    expect(text).toContain('openvcloud_build_info{');
    expect(text).not.toMatch(/^openvcloud_(jobs|queue_depth|agents|count_backlog_rows)\b.* \d/m);
  });
});
