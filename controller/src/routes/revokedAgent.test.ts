import { randomUUID } from 'node:crypto';
import { act } from '../testing/act';
import { execute, plantScripts, readJob, startAgent } from '../testing/agent';
import { startTestApp, type TestApp } from '../testing/app';

// A busy machine may be slow; a hang is still found.
jest.setTimeout(60_000);

describe('an agent whose token is revoked while it waits for work', () => {
  let test: TestApp;
  /** Another controller on the database. */
  let other: TestApp;
  beforeAll(async () => {
    test = await startTestApp();
    other = await startTestApp({ database: test.database });
    await plantScripts(test, { 'o/echo': 'def action(): pass\n' });
  });
  afterAll(async () => {
    await other.close();
    await test.close();
  });

  /** A long poll of this node at that controller, and how to revoke its token at the first one. */
  async function waitAt(controller: TestApp, nid: number) {
    const name = randomUUID();
    const { token, info } = await test.services.tokens.create({ name, role: 'agent', nid });
    const agent = await startAgent(controller, nid, ['node'], token);
    const begun = performance.now();
    const poll = agent.poll({ default: 1 }, 50_000).then(
      (answer) => JSON.stringify(answer),
      (error: unknown) => String(error)
    );
    while (controller.services.waiters.size === 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    const revoke = async () => {
      const { status } = await act(test, 'DELETE', `/api/v1/tokens/${info.id}`, { token: test.tokens.admin });
      expect(status).toBe(204);
    };
    return { poll, revoke, begun };
  }

  /** Announced as the controllers' listeners would. */
  async function runOn(nid: number): Promise<string> {
    const { jobs } = await execute(test, { organization: 'o', name: 'echo', nid });
    [test, other].forEach(({ services }) => services.waiters.wakeAll());
    return jobs[0]?.guid ?? '';
  }

  it('is refused at once, and what comes for its node is left to others', async () => {
    const { poll, revoke } = await waitAt(test, 1);
    await revoke();
    const guid = await runOn(1);
    expect(await poll).toContain('got 401: ');
    expect(await readJob(test, guid)).toMatchObject({ state: 'SCHEDULED' });
    expect((await (await startAgent(test, 1)).work()).map((job) => job.guid)).toEqual([guid]);
  });

  it('gets no work of another controller either, and is refused there within seconds', async () => {
    const { poll, revoke, begun } = await waitAt(other, 2);
    await revoke();
    const guid = await runOn(2);
    expect(await poll).toContain('got 401: ');
    expect(performance.now() - begun).toBeLessThan(30_000);
    expect(await readJob(test, guid)).toMatchObject({ state: 'SCHEDULED' });
    expect((await (await startAgent(test, 2)).work()).map((job) => job.guid)).toEqual([guid]);
  });

  it('goes on waiting when it is another token that was revoked', async () => {
    const { poll } = await waitAt(test, 3);
    const { revoke } = await waitAt(test, 4);
    await revoke();
    const guid = await runOn(3);
    expect(await poll).toContain(guid);
  });
});
