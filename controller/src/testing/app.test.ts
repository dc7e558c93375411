import { startTestApp, type TestApp } from './app';

describe('tokens and endpoints without data', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test.close());

  it('answers readiness without a token', async () => {
    expect(await test.call({ url: '/readyz' })).toMatchObject({ status: 200, body: { status: 'ready' } });
  });

  it('lists tokens to admins, without their secrets', async () => {
    const { status, text } = await test.call({ url: '/api/v1/tokens', token: test.tokens.admin });
    expect(status).toBe(200);
    expect(text).not.toContain(test.tokens.viewer.split('.')[1]);
  });
});
