import { pino } from 'pino';
import { createTestDatabase, type TestDatabase } from '../testing/database';
import { migrate, readMigrations } from './migrate';
import { refuseOthers } from './refuseOthers';

const EVERY_MS = 40;

describe('a database that is to be brought to a new version', () => {
  let test: TestDatabase;
  let beating: NodeJS.Timeout | undefined;

  beforeAll(async () => {
    test = await createTestDatabase();
  });
  afterEach(() => clearInterval(beating));
  afterAll(() => test.drop());

  const beat = () =>
    test.database.query({
      text: `insert into service_beats (gid, beat_at) values (1, (extract(epoch from clock_timestamp()) * 1000)::bigint)
             on conflict (gid) do update set beat_at = excluded.beat_at`,
      values: [],
    });
  const beatOn = (everyMs: number) => {
    beating = setInterval(() => void beat(), everyMs);
  };

  it('is not changed while a controller works on it', async () => {
    await beat();
    beatOn(EVERY_MS);
    await expect(refuseOthers(test.database, EVERY_MS)).rejects.toThrow(/one of a former version is. Stop all of them/);
  });

  it('is changed when it worked on it until a moment ago, long ago or never', async () => {
    await refuseOthers(test.database, EVERY_MS);
    await beat();
    await refuseOthers(test.database, EVERY_MS);
    await test.database.query({ text: 'delete from service_beats', values: [] });
    await refuseOthers(test.database, EVERY_MS);
  });

  it('stays as it is then, and a controller of the same version starts', async () => {
    await beat();
    beatOn(200);
    const log = pino({ level: 'silent' });
    const newer = [...readMigrations(), { name: '9998-test.sql', sql: 'create table made (id integer)' }];
    await expect(migrate(test.database, log, newer)).rejects.toThrow(/Stop all of them/);
    await migrate(test.database, log);
    clearInterval(beating);
    await migrate(test.database, log, newer);
    expect(await test.database.query({ text: 'select id from made', values: [] })).toEqual([]);
  });
});
