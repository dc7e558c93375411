import { createTestDatabase, type TestDatabase } from '../testing/database';
import { Tokens } from './tokens';

describe('tokens', () => {
  let test: TestDatabase;
  let now = 1_000_000;
  let passed = 0;
  beforeAll(async () => {
    test = await createTestDatabase();
  });
  afterAll(() => test.drop());
  const open = () =>
    new Tokens(
      test.database,
      1,
      () => now,
      () => passed
    );

  it('are known by any controller on the database, and by their secret only', async () => {
    const { token, info } = await open().create({ name: 'agent of node 3', role: 'agent', nid: 3 });
    expect(await open().verify(token)).toEqual({
      role: 'agent',
      tokenId: info.id,
      name: 'agent of node 3',
      nid: 3,
      source: null,
      gid: 1,
    });
    expect(await open().verify(`${info.id}.${'x'.repeat(43)}`)).toBeNull();
    expect(await open().verify(info.id)).toBeNull();
  });

  it('are not known by the controllers of another grid on the same database', async () => {
    const { token, info } = await open().create({ name: 'of grid 1', role: 'viewer', nid: null });
    const others = new Tokens(test.database, 2, () => now);
    expect(await others.verify(token)).toBeNull();
    expect(await others.list()).toEqual([]);
    await expect(others.remove(info.id)).rejects.toMatchObject({ code: 'UNKNOWN_TOKEN' });
    expect(await open().verify(token)).not.toBeNull();
  });

  it('are stored hashed', async () => {
    const { token, info } = await open().create({ name: 'secret', role: 'viewer', nid: null });
    const [row] = await test.database.read<{ row: string }>({
      text: 'select t::text as row from tokens t where id = $1',
      values: [info.id],
    });
    expect(row?.row).not.toContain(token.split('.')[1]);
  });

  it('are refused once revoked: at once here, within seconds by other controllers', async () => {
    const [here, there] = [open(), open()];
    const { token, info } = await here.create({ name: 'short', role: 'viewer', nid: null });
    await Promise.all([here.verify(token), there.verify(token)]);
    await here.remove(info.id);
    expect(await here.verify(token)).toBeNull();
    // However the clock is set meanwhile.
    now -= 3_600_000;
    passed += 5_000;
    expect(await there.verify(token)).toBeNull();
  });

  it('are not remembered from before they were revoked', async () => {
    const tokens = open();
    const { token, info } = await tokens.create({ name: 'racing', role: 'viewer', nid: null });
    // scrypt takes its time: the row is read, and revoked before the secret is compared.
    const verifying = tokens.verify(token);
    await open().remove(info.id);
    tokens.forget(info.id);
    await verifying;
    expect(await tokens.verify(token)).toBeNull();
  });

  it('keep at least one admin', async () => {
    const tokens = open();
    const first = await tokens.create({ name: 'first', role: 'admin', nid: null });
    await expect(tokens.remove(first.info.id)).rejects.toMatchObject({ code: 'LAST_ADMIN' });
    const second = await tokens.create({ name: 'second', role: 'admin', nid: null });
    await tokens.remove(first.info.id);
    expect((await tokens.list()).filter(({ role }) => role === 'admin').map(({ id }) => id)).toEqual([second.info.id]);
  });

  it('may be given from outside, and a changed secret replaces the former one', async () => {
    await open().plant([{ role: 'operator', secret: 'first-secret', nid: null }]);
    const tokens = open();
    await tokens.plant([
      { role: 'operator', secret: 'second-secret', nid: null },
      { role: 'agent', secret: 'agent-secret', nid: 4 },
    ]);
    expect(await tokens.verify('second-secret')).toMatchObject({ role: 'operator', tokenId: 'seed-operator' });
    expect(await tokens.verify('agent-secret')).toMatchObject({ role: 'agent', nid: 4 });
    expect(await tokens.verify('first-secret')).toBeNull();
  });

  it('take as long to refuse for an id that nobody has as for one that somebody has', async () => {
    const tokens = open();
    const { info } = await tokens.create({ name: 'known', role: 'viewer', nid: null });
    const timeOf = async (id: string) => {
      const begin = performance.now();
      expect(await tokens.verify(`${id}.${'x'.repeat(43)}`)).toBeNull();
      return performance.now() - begin;
    };
    const known: number[] = [];
    const unknown: number[] = [];
    for (let time = 0; time < 7; time++) {
      known.push(await timeOf(info.id));
      unknown.push(await timeOf('0123456789abcdef'));
    }
    const median = (times: number[]) => times.sort((one, other) => one - other)[3] ?? 0;
    // Without scrypt it takes a tenth; a busy machine may stretch either.
    expect(median(unknown)).toBeGreaterThan(median(known) / 3);
  });

  it('that came from outside stay revoked over a restart, until they have another secret', async () => {
    const seed = (secret: string) => ({ role: 'viewer' as const, secret, nid: null });
    const first = open();
    expect(await first.plant([seed('leaked-secret')])).toEqual([]);
    await first.remove('seed-viewer');
    const second = open();
    expect(await second.plant([seed('leaked-secret')])).toEqual([seed('leaked-secret')]);
    expect(await second.verify('leaked-secret')).toBeNull();
    const third = open();
    expect(await third.plant([seed('other-secret')])).toEqual([]);
    expect(await third.verify('other-secret')).toMatchObject({ role: 'viewer' });
    // Somebody restores the old settings: neither the revoked secret nor the one since then is meant.
    const fourth = open();
    expect(await fourth.plant([seed('leaked-secret')])).toHaveLength(1);
    expect(await fourth.verify('leaked-secret')).toBeNull();
    expect((await fourth.list()).map(({ id }) => id)).not.toContain('seed-viewer');
  });

  it('remember when they were last used', async () => {
    const tokens = open();
    const { token, info } = await tokens.create({ name: 'used', role: 'viewer', nid: null });
    await tokens.verify(token);
    const lastUsed = async () => (await tokens.list()).find(({ id }) => id === info.id)?.lastUsedAt;
    while ((await lastUsed()) === null) {
      // It is written in its own time.
    }
    expect(await lastUsed()).toBe(now);
  });
});
