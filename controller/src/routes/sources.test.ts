import { execute, plantScripts, readJob, startAgent } from '../testing/agent';
import { startTestApp, type TestApp } from '../testing/app';

const FORMER = 'def action():\n    return "caf\u00e9"\n';

describe('the source that a job ran', () => {
  let test: TestApp;
  let hash: string;
  beforeAll(async () => {
    test = await startTestApp();
    await plantScripts(test, { 'o/a': FORMER });
    await startAgent(test, 1);
    const { jobs } = await execute(test, { organization: 'o', name: 'a', nid: 1 });
    await plantScripts(test, { 'o/a': 'def action():\n    return "edited"\n' });
    await plantScripts(test, {});
    hash = (await readJob(test, jobs[0]?.guid ?? '')).jumpscriptHash ?? '';
  });
  afterAll(() => test.close());

  const read = (token: string | undefined, ofHash = hash) =>
    test.call({ url: `/api/v1/sources/${ofHash}`, ...(token === undefined ? {} : { token }) });

  it('is had by its hash, although the file was edited and removed since', async () => {
    for (const token of Object.values(test.tokens)) {
      expect(await read(token)).toMatchObject({ status: 200, body: { hash, text: FORMER } });
    }
  });

  it('is not for those without a token, nor for agents, who have a path of their own', async () => {
    const agent = await test.agentToken(2);
    expect((await read(undefined)).status).toBe(401);
    expect((await read(agent)).status).toBe(403);
    const own = await test.call({ url: `/api/v1/agent/jumpscripts/${hash}`, token: agent });
    expect(own).toMatchObject({ status: 200, body: { text: FORMER } });
  });

  it.each([
    ['a'.repeat(64), 404, 'UNKNOWN_SOURCE'],
    ['A'.repeat(64), 400, 'BAD_PARAMETER'],
    ['abc', 400, 'BAD_PARAMETER'],
  ])('is said to be unknown, or no hash: %s', async (other, status, code) => {
    expect(await read(test.tokens.viewer, other)).toMatchObject({ status, body: { code } });
  });
});
