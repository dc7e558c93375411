import { pino } from 'pino';
import { createTestDatabase, type TestDatabase } from '../testing/database';
import { listenForRevocations } from './listenForRevocations';
import { Tokens } from './tokens';

// A busy machine may be slow; a hang is still found.
jest.setTimeout(60_000);

describe('a controller that listens for revocations', () => {
  let test: TestDatabase;
  let stopping: AbortController;
  let listening: Promise<void>;
  let forgotten: string[];
  /** Of another controller. No time passes for it: what it remembers it remembers until it is told. */
  let there: Tokens;
  const here = () => new Tokens(test.database, 1, Date.now);
  beforeEach(async () => {
    test = await createTestDatabase();
    stopping = new AbortController();
    forgotten = [];
    there = new Tokens(test.database, 1, Date.now, () => 0);
    there.onRevoked((id) => forgotten.push(id));
    listening = listenForRevocations(test.database, 1, there, pino({ level: 'silent' }), stopping.signal);
    await until(async () => (await listeners()) === 1);
  });
  afterEach(async () => {
    stopping.abort();
    await listening;
    await test.drop();
  });

  async function listeners(): Promise<number> {
    const [row] = await test.database.query<{ count: number }>({
      text: `select count(*) from pg_stat_activity where datname = current_database() and state = 'idle' and query ilike 'listen %'`,
      values: [],
    });
    return row?.count ?? 0;
  }

  it('refuses a token that another one revoked, and ends what it holds open', async () => {
    const [one, other] = [await make('one'), await make('other')];
    await Promise.all([one, other].map(({ token }) => there.verify(token)));
    await here().remove(one.info.id);
    await until(async () => forgotten.includes(one.info.id));
    expect(await there.verify(one.token)).toBeNull();
    expect(await there.verify(other.token)).not.toBeNull();
    expect(forgotten).toEqual([one.info.id]);
  });

  it('lets go of a token whose secret was changed in the settings', async () => {
    const seed = (secret: string) => ({ role: 'viewer' as const, secret, nid: null });
    await there.plant([seed('first-secret')]);
    expect(await there.verify('first-secret')).not.toBeNull();
    await here().plant([seed('second-secret')]);
    await until(async () => forgotten.includes('seed-viewer'));
    expect(await there.verify('first-secret')).toBeNull();
  });

  it('does not take a token of another grid for its own', async () => {
    const { token, info } = await make('one');
    await there.verify(token);
    await test.database.query({ text: `select pg_notify('openvcloud_revoked', $1)`, values: [`2 ${info.id}`] });
    await test.database.query({ text: `select pg_notify('openvcloud_revoked', 'gossip')`, values: [] });
    await test.database.query({ text: `select pg_notify('openvcloud_revoked', '1 last')`, values: [] });
    await until(async () => forgotten.includes('last'));
    expect(forgotten).toEqual(['last']);
  });

  it('listens again when its connection was lost', async () => {
    const { token, info } = await make('one');
    await there.verify(token);
    const pid = `select pid from pg_stat_activity where datname = current_database() and query ilike 'listen %'`;
    const [former] = await test.database.query<{ pid: number }>({ text: pid, values: [] });
    await test.database.query({ text: 'select pg_terminate_backend($1)', values: [former?.pid] });
    await until(async () => {
      const [current] = await test.database.query<{ pid: number }>({
        text: `${pid} and pid <> $1`,
        values: [former?.pid],
      });
      return current !== undefined;
    });
    await here().remove(info.id);
    await until(async () => forgotten.includes(info.id));
    expect(await there.verify(token)).toBeNull();
  });

  function make(name: string) {
    return here().create({ name, role: 'viewer', nid: null });
  }
});

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
