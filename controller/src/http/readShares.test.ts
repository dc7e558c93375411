import { MOST_WAITING } from '../database/readTurns';
import { startTestApp, type TestApp } from '../testing/app';
import { holdRows } from '../testing/heldRows';

describe('a token that asks for more than is read at a time', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test.close());

  it('is told so, while another one is answered, and an agent, and the probes', async () => {
    const held = await holdRows(test.services.database, {
      text: 'lock table jobs_done, jobs_live in access exclusive mode',
      values: [],
    });
    const ask = (url: string, token?: string) => test.call({ url, ...(token === undefined ? {} : { token }) });
    const many = Array.from({ length: MOST_WAITING + 50 }, () => ask('/api/v1/jobs?count=false', test.tokens.viewer));
    const refused = await Promise.race(many);
    expect(refused).toMatchObject({
      status: 429,
      body: { code: 'TOO_MANY_READS', action: expect.stringContaining('Retry-After') },
      headers: { 'retry-after': '5' },
    });
    expect(await ask('/api/v1/logs', test.tokens.operator)).toMatchObject({ status: 200 });
    expect(await ask('/api/v1/values/level?of=logs', test.tokens.operator)).toMatchObject({ status: 200 });
    await held.release();
    const statuses = (await Promise.all(many)).map(({ status }) => status);
    expect(statuses).toContain(429);
    // A lock that was held for long is no token's fault.
    expect(statuses.filter((status) => ![200, 429, 503].includes(status))).toEqual([]);
    // Nothing of it is left.
    expect(await ask('/api/v1/jobs', test.tokens.viewer)).toMatchObject({ status: 200 });
  });
});
