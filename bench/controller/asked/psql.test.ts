import { spawnSync } from 'node:child_process';
import { createTestDatabase, type TestDatabase } from '../../../controller/src/testing/database';
import { Psql, psqlVersion, readTimes } from './psql';
import { PsqlClients } from './psqlClients';

/** Only the benchmark needs it. */
const withPsql = spawnSync('psql', ['--version']).error === undefined ? describe : describe.skip;

it('without psql says what to install', () => {
  expect(() => psqlVersion('/nowhere')).toThrow(/Expected psql 13 or newer on the PATH.*postgresql-client on Debian/);
});

it('reads the times that psql prints, short and long', () => {
  const output = 'Time: 4.099 ms\nTime: 0.518 ms\nTime: 1502.067 ms (00:01.502)\nTime: 12';
  expect(readTimes(output)).toEqual([4.099, 0.518, 1502.067]);
});

withPsql('psql', () => {
  let test: TestDatabase;
  let psql: Psql;
  beforeAll(async () => {
    test = await createTestDatabase();
    psql = new Psql(test.url);
  });
  afterAll(async () => {
    await psql.close();
    await test.drop();
  });

  it('has the limits that the controller gives a read', async () => {
    expect(Number.parseFloat(psqlVersion())).toBeGreaterThanOrEqual(13);
    const has = (name: string, value: string) => `1 / (current_setting('${name}') = '${value}')::integer`;
    const settings = [has('jit', 'off'), has('statement_timeout', '15s'), has('default_transaction_read_only', 'on')];
    expect(await psql.run(`select ${settings.join(', ')}`, 1)).toMatchObject({ failure: null });
  });

  it('takes the time of each statement, of many one after the other', async () => {
    const { times, failure } = await psql.run('select pg_sleep(0.02)', 5);
    expect(failure).toBeNull();
    expect(times).toHaveLength(5);
    expect(Math.min(...times)).toBeGreaterThanOrEqual(20);
    expect((await psql.run(`select repeat('x', 100000) from generate_series(1, 20)`, 3)).times).toHaveLength(3);
  });

  it('says what failed, and goes on', async () => {
    expect((await psql.run('select 1 / 0', 1)).failure).toContain('division by zero');
    await psql.run('set statement_timeout = 50', 1);
    expect((await psql.run('select pg_sleep(5)', 2)).failure).toContain('statement timeout');
    expect((await psql.run('select 1', 2)).failure).toBeNull();
  });

  it('that cannot connect is an error', async () => {
    const url = new URL(test.url);
    url.port = '1';
    const unconnected = new Psql(url.href);
    await expect(unconnected.run('select 1', 1)).rejects.toThrow(
      /Expected psql to run a statement, it ended.*refused/s
    );
    await unconnected.close();
  });

  it('several at a time share a batch, give up at a timeout, and fail with what is wrong', async () => {
    const clients = new PsqlClients(test.url, 2);
    expect(await clients.batch('select 1')(6)).toHaveLength(6);
    const late = `do $$ begin raise exception 'canceling statement due to statement timeout'; end $$`;
    expect(await clients.batch(late)(2)).toBeNull();
    await expect(clients.batch('select nothing')(2)).rejects.toThrow(/Expected psql to run select nothing, got: ERROR/);
    await clients.close();
  });
});
