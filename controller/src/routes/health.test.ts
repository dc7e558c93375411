import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { pino } from 'pino';
import { buildApp } from '../app';
import { openDatabase, type Database } from '../database/database';
import { Pulse } from '../database/pulse';
import { DatabaseClock } from '../timing/databaseClock';
import { Metrics } from '../metrics/metrics';
import { plantScripts, startAgent } from '../testing/agent';
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
    const { usable } = test.services;
    const pulse = new Pulse({ database, gid: 1, usable, clock: new DatabaseClock(), log });
    const metrics = new Metrics(database, Date.now);
    const app = await buildApp({ ...test.services, log, database, metrics, pulse });
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

describe('a controller whose database takes no changes', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await startTestApp();
    await plantScripts(test, { 'o/echo': 'def action(): pass\n' });
    await startAgent(test, 1);
  });
  afterEach(() => test.close());

  const sql = (text: string) => test.database.database.query({ text, values: [] });
  const ready = async () => {
    return (await test.call({ url: '/readyz' })).body;
  };
  const post = () =>
    test.call({
      method: 'POST',
      url: '/api/v1/jobs',
      token: test.tokens.operator,
      payload: { organization: 'o', name: 'echo', nid: 1 },
    });

  it('because its disk is full is not ready and says so, as every request does, until there is room again', async () => {
    expect(await ready()).toMatchObject({ status: 'ready' });
    // What PostgreSQL says when a file cannot grow: of a new job, and of anything new.
    await sql(`create function no_room() returns trigger language plpgsql as $$
                 begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$`);
    await sql(`create function no_room_for_tables() returns event_trigger language plpgsql as $$
                 begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$`);
    await sql('create trigger no_room before insert on jobs_live for each row execute function no_room()');
    await sql(
      `create event trigger no_room on ddl_command_start when tag in ('CREATE TABLE AS') execute function no_room_for_tables()`
    );
    const full = { status: 503, code: 'DATABASE_FULL', title: 'Disk of the database is full' };
    expect((await post()).body).toMatchObject(full);
    expect(await ready()).toMatchObject({ ...full, detail: expect.stringContaining('the disk of PostgreSQL is full') });
    await sql('drop event trigger no_room');
    await sql('drop trigger no_room on jobs_live');
    expect(await ready()).toMatchObject({ status: 'ready' });
    expect((await post()).status).toBe(201);
  });

  it('because it is a read-only one says that', async () => {
    const [{ name } = { name: '' }] = await test.database.database.query<{ name: string }>({
      text: 'select current_database() as name',
      values: [],
    });
    await sql(`alter database ${name} set default_transaction_read_only = on`);
    const other = openDatabase({ url: test.database.url, log: pino({ level: 'silent' }) });
    const app = await buildApp({
      ...test.services,
      database: other,
      metrics: new Metrics(other, Date.now),
      pulse: new Pulse({
        database: other,
        gid: 1,
        usable: test.services.usable,
        clock: new DatabaseClock(),
        log: pino({ level: 'silent' }),
      }),
    });
    expect((await app.inject({ url: '/readyz' })).json()).toMatchObject({ status: 503, code: 'DATABASE_READ_ONLY' });
    await app.close();
    await other.close();
  });
});

describe('metrics', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test.close());

  const scrape = async (metricsWantToken: boolean, token?: string) => {
    const config = { ...test.services.config, metricsWantToken };
    const metrics = new Metrics(test.services.database, Date.now);
    const app = await buildApp({ ...test.services, config, metrics });
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const { statusCode, payload } = await app.inject({ url: '/metrics', headers });
    await app.close();
    return { status: statusCode, isText: payload.startsWith('# HELP') };
  };

  it('are for any scraper, unless the settings want a token', async () => {
    expect(await scrape(false)).toEqual({ status: 200, isText: true });
    expect(await scrape(true)).toEqual({ status: 401, isText: false });
    const { token } = await test.services.tokens.create({ name: 'scraper', role: 'viewer', nid: null, grid: 'all' });
    expect(await scrape(true, token)).toEqual({ status: 200, isText: true });
  });

  it('are for nobody who may read one grid only: they are numbers of all', async () => {
    const { token } = await test.services.tokens.create({ name: 'grid', role: 'viewer', nid: null, grid: 'own' });
    expect(await scrape(true, token)).toEqual({ status: 403, isText: false });
  });
});
