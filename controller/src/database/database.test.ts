import { get } from 'node:http';
import { pino } from 'pino';
import { setTimeout as delay } from 'node:timers/promises';
import { toApiError } from '../errors/toApiError';
import { startTestApp, type TestApp } from '../testing/app';
import { longRead, openDatabase } from './database';

describe('the database', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test.close());

  const running = async (fragment: string) => {
    const rows = await test.services.database.query<{ count: number }>({
      text: `select count(*) as count from pg_stat_activity where datname = current_database() and state = 'active' and pid <> pg_backend_pid() and query like $1`,
      values: [`%${fragment}%`],
    });
    return rows[0]?.count ?? 0;
  };
  const until = async (condition: () => Promise<boolean>) => {
    const deadline = Date.now() + 10_000;
    while (!(await condition())) {
      expect(Date.now()).toBeLessThan(deadline);
      await delay(20);
    }
  };

  it('gives counts and times as numbers', async () => {
    expect(
      await test.services.database.read({
        text: 'select 1780000600000::bigint as time, count(*) as count from jobs',
        values: [],
      })
    ).toEqual([{ time: 1780000600000, count: 0 }]);
  });

  it('cancels the statement of a request that was abandoned', async () => {
    await test.app.listen({ host: '127.0.0.1', port: 0 });
    const address = test.app.server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const locker = await test.services.database.connect();
    await locker.query('begin; lock table jobs in access exclusive mode');
    const request = get({ port, path: '/api/v1/jobs', headers: { authorization: `Bearer ${test.tokens.viewer}` } });
    const closed = new Promise((resolve) => request.once('error', resolve));
    await until(async () => (await running('from jobs')) > 0);
    request.destroy();
    await closed;
    await until(async () => (await running('from jobs')) === 0);
    await locker.query('rollback');
    await locker.end();
    expect((await test.call({ url: '/api/v1/jobs', token: test.tokens.viewer })).status).toBe(200);
  });

  it('stops a statement at its budget, with an error that says so', async () => {
    const slow = test.services.database.read({ text: 'select pg_sleep(60)', values: [] }, { budgetMs: 50 });
    const error = await slow.then(() => undefined, toApiError);
    expect(error).toMatchObject({ code: 'QUERY_BUDGET', status: 503 });
    expect(await running('pg_sleep')).toBe(0);
  });

  it('lets all statements of a request that reads long share one budget', async () => {
    const { database } = test.services;
    const options = { ...longRead({}), deadline: performance.now() + 300 };
    await database.read({ text: 'select pg_sleep(0.1)', values: [] }, options);
    const late = database.read({ text: 'select pg_sleep(60)', values: [] }, options).then(() => undefined, toApiError);
    expect(await late).toMatchObject({ code: 'QUERY_BUDGET' });
    const after = database.read({ text: 'select 1 as one', values: [] }, options).then(() => undefined, toApiError);
    expect(await after).toMatchObject({ code: 'QUERY_BUDGET' });
  });

  it('answers short reads while long ones take all their connections, and says so to further long ones', async () => {
    const log = pino({ level: 'silent' });
    const database = openDatabase({ url: process.env.TEST_DATABASE_URL ?? '', maxConnections: 4, connectMs: 200, log });
    const stop = new AbortController();
    const options = { ...longRead({}), signal: stop.signal };
    const sleeping = database
      .read({ text: 'select pg_sleep(60)', values: [] }, options)
      .then(() => undefined, toApiError);
    const sleepers = {
      text: "select 1 from pg_stat_activity where state = 'active' and query = 'select pg_sleep(60)'",
      values: [],
    };
    await until(async () => (await database.read(sleepers)).length > 0);
    const busy = await database
      .read({ text: 'select 1 as one', values: [] }, longRead({}))
      .then(() => undefined, toApiError);
    expect(busy).toMatchObject({ code: 'BUSY', status: 503 });
    expect(await database.read({ text: 'select 1 as one', values: [] })).toEqual([{ one: 1 }]);
    stop.abort();
    expect(await sleeping).toMatchObject({ code: 'REQUEST_ABANDONED' });
    await database.close();
  });

  it('answers agents while as many others as want to write wait for their turn, and tells those who wait too long', async () => {
    const log = pino({ level: 'silent' });
    const database = openDatabase({ url: process.env.TEST_DATABASE_URL ?? '', connectMs: 300, log });
    const stop = new AbortController();
    const sleep = { text: 'select pg_sleep(60)', values: [] };
    const outcomes = Array.from({ length: 60 }, () =>
      database.query(sleep, { signal: stop.signal }).then(
        () => 'answered',
        (error: unknown) => toApiError(error).code
      )
    );
    for (let asked = 0; asked < 50; asked++) {
      expect(await database.first.query({ text: 'select 1 as one', values: [] })).toEqual([{ one: 1 }]);
    }
    await Promise.race(outcomes);
    stop.abort();
    const counts = new Map<string, number>();
    (await Promise.all(outcomes)).forEach((outcome) => counts.set(outcome, (counts.get(outcome) ?? 0) + 1));
    expect(Object.fromEntries(counts)).toEqual({ OVERLOADED: 56, REQUEST_ABANDONED: 4 });
    await database.close();
  });

  it('undoes a transaction that throws', async () => {
    const failing = test.services.database.transaction(async (transaction) => {
      await transaction.query({ text: "insert into agent_spools values (1, 1, 'spool', 1)", values: [] });
      throw new Error('stop here');
    });
    await expect(failing).rejects.toThrow('stop here');
    expect(await test.services.database.read({ text: 'select * from agent_spools', values: [] })).toEqual([]);
  });
});
