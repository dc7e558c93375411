import { readMigrations } from '../database/migrate';
import { createTestDatabase, type TestDatabase } from '../testing/database';
import { registerNode } from './agents';
import { findIdentity, giveIdentity } from './identities';
import { plantIdentities } from './plantIdentities';

describe('the name and roles of a node', () => {
  let test: TestDatabase;
  beforeEach(async () => {
    test = await createTestDatabase();
  });
  afterEach(() => test.drop());

  const run = (text: string) => test.database.query<{ name: string; roles: string[] }>({ text, values: [] });
  const give = (gift: { name?: string; roles?: string[] }, by: 'TOKEN' | 'ADMIN' = 'TOKEN') =>
    test.database.transaction((transaction) => giveIdentity(transaction, { gid: 1, nid: 7 }, gift, { by }));
  const register = (name: string, roles?: string[]) =>
    test.database.transaction(async (transaction) => {
      const agent = { sessionId: 'session-of-7', name, addresses: [], workers: {}, agentVersion: '1', pid: 1 };
      const { node } = await registerNode(transaction, 1, 7, { ...agent, ...(roles && { roles }) }, 1);
      return { name: node.name, roles: node.roles };
    });

  it('are a plain name and the role of any node as long as nobody gave others', async () => {
    expect(await register('master', ['node', 'master'])).toEqual({ name: 'node-7', roles: ['node'] });
    expect(await findIdentity(test.database, 1, 7)).toBeUndefined();
  });

  it('are given one by one: what is left out stays, and giving nothing changes nothing', async () => {
    expect(await give({ name: 'a' })).toEqual({ name: 'a', roles: ['node'] });
    expect(await give({ roles: ['node', 'x', 'x'] }, 'ADMIN')).toEqual({ name: 'a', roles: ['node', 'x'] });
    expect(await give({})).toEqual({ name: 'a', roles: ['node', 'x'] });
    expect(await run('select given_by from node_identities')).toEqual([{ given_by: 'ADMIN' }]);
    expect(await give({ name: 'b' })).toEqual({ name: 'b', roles: ['node', 'x'] });
  });

  it('count at once where the agent is registered, within what it asks for', async () => {
    await register('a', ['node', 'master']);
    await give({ name: 'b', roles: ['node', 'master', 'storage'] });
    expect(await run('select name, roles from nodes')).toEqual([{ name: 'b', roles: ['node', 'master'] }]);
    await give({ roles: [] });
    expect(await run('select name, roles from nodes')).toEqual([{ name: 'b', roles: [] }]);
  });

  it('do not slip past one another when they are given while the agent registers for the first time', async () => {
    for (let round = 0; round < 20; round++) {
      await run('delete from nodes; delete from node_identities');
      await Promise.all([register('a'), give({ name: 'given', roles: ['storage'] })]);
      expect(await run('select name, roles from nodes')).toEqual([{ name: 'given', roles: ['storage'] }]);
    }
  });

  it('of the settings win at each start, and leave other nodes alone', async () => {
    await give({ name: 'by an admin', roles: ['x'] }, 'ADMIN');
    const plant = (nid: number) =>
      plantIdentities({
        database: test.database,
        config: { gid: 1, nodeIdentities: new Map([[nid, { name: 'set', roles: ['y'] }]]) },
      });
    await plant(8);
    expect(await findIdentity(test.database, 1, 7)).toEqual({ name: 'by an admin', roles: ['x'] });
    await plant(7);
    expect(await findIdentity(test.database, 1, 7)).toEqual({ name: 'set', roles: ['y'] });
  });

  it('are what its agent said, where that was before names and roles were given', async () => {
    const migration = readMigrations().find(({ name }) => name.endsWith('-node-identities.sql'));
    await run('drop table node_identities; alter table nodes drop column asked_name, drop column asked_roles');
    await run(`insert into nodes (gid, nid, name, roles, addresses, session_id, agent_version, workers, registered_at, last_seen)
               values (1, 7, 'old', '{node,storage}', '{}', 's', '1', '{}', 1, 1)`);
    await run(migration?.sql ?? '');
    expect(await register('new', ['node', 'storage', 'master'])).toEqual({ name: 'old', roles: ['node', 'storage'] });
    expect(await run('select given_by from node_identities')).toEqual([{ given_by: 'FORMER' }]);
  });
});
