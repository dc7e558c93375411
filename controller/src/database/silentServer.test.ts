import { pino } from 'pino';
import { toApiError } from '../errors/toApiError';
import { createTestDatabase, type TestDatabase } from '../testing/database';
import { startSilentProxy, type SilentProxy } from '../testing/silentProxy';
import { DatabaseClock } from '../timing/databaseClock';
import { UsableTime } from '../timing/usableTime';
import { openDatabase, type Database } from './database';
import { listen } from './listen';
import { Pulse } from './pulse';

jest.setTimeout(120_000);

const log = pino({ level: 'silent' });
const sleep = { text: 'select pg_sleep(300)', values: [] };
const one = { text: 'select 1 as one', values: [] };
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'answered',
    (error: unknown) => toApiError(error).code
  );

describe('a database whose connections die without a word', () => {
  let test: TestDatabase;
  let proxy: SilentProxy;
  let database: Database;
  beforeEach(async () => {
    test = await createTestDatabase();
    proxy = await startSilentProxy(test.url);
    database = openDatabase({ url: proxy.url, log });
  });
  afterEach(async () => {
    await database.close();
    await proxy.close();
    await test.drop();
  });

  it('keeps nobody waiting longer than a statement may take, and its connection is not used again', async () => {
    await database.read(one);
    proxy.forget();
    expect(await codeOf(database.read(one, { budgetMs: 50 }))).toBe('DATABASE_UNAVAILABLE');
    expect(await database.read(one)).toEqual([{ one: 1 }]);
  });

  it('loses all of them together, answers who waits, and is back with new ones: statements, transactions and LISTEN', async () => {
    const stopping = new AbortController();
    const pulse = new Pulse({ database, gid: 1, usable: new UsableTime(), clock: new DatabaseClock(), log });
    let isListening: () => void = () => undefined;
    const listening = () => new Promise<void>((resolve) => (isListening = resolve));
    const channel = { name: 'a_channel', onNotice: () => undefined, onListening: () => isListening(), brokenWords: '' };
    const first = listening();
    const loops = [pulse.run(stopping.signal), listen(database, channel, log, stopping.signal)];
    await first;
    const waiting = [
      codeOf(database.query(sleep)),
      codeOf(database.first.query(sleep)),
      codeOf(database.transaction((transaction) => transaction.query(sleep))),
    ];
    await database.read(one);
    proxy.fallSilent();
    expect(await Promise.all(waiting)).toEqual(waiting.map(() => 'DATABASE_UNAVAILABLE'));
    const refusedAt = performance.now();
    expect(await codeOf(database.read(one))).toBe('DATABASE_UNAVAILABLE');
    expect(performance.now() - refusedAt).toBeLessThan(1_000);

    const again = listening();
    proxy.speak();
    await again;
    expect(await database.read(one)).toEqual([{ one: 1 }]);
    expect(await database.transaction((transaction) => transaction.query(one))).toEqual([{ one: 1 }]);
    stopping.abort();
    await Promise.all(loops);
  });

  it('can be closed', async () => {
    await database.read(one);
    const waiting = codeOf(database.query(sleep));
    while (
      (await test.database.read({ text: `select 1 from pg_stat_activity where query = $1`, values: [sleep.text] }))
        .length === 0
    ) {
      // Not yet.
    }
    proxy.fallSilent();
    await database.close();
    expect(await waiting).not.toBe('answered');
    database = openDatabase({ url: test.url, log });
  });
});
