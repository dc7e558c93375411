import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { gzipSync } from 'node:zlib';
import { startTestApp, type TestApp } from './testing/app';

describe('the app', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test.close());

  it('names the role that is needed', async () => {
    const { body } = await test.call({ url: '/api/v1/tokens', token: test.tokens.viewer });
    expect(body).toMatchObject({ code: 'FORBIDDEN', detail: expect.stringContaining('role admin, got role viewer') });
  });

  it.each([
    ['Basic dXNlcjpwYXNz', 'another scheme'],
    ['Bearer ', 'another scheme'],
    ['Bearer wrong', 'does not know'],
    ['Bearer 0123456789abcdef.wrong', 'does not know'],
  ])('refuses the authorization %j', async (authorization, detail) => {
    const { status, body, headers } = await test.call({ url: '/api/v1/jobs', headers: { authorization } });
    expect(status).toBe(401);
    expect(headers['content-type']).toBe('application/problem+json');
    expect(body).toMatchObject({
      code: 'UNAUTHENTICATED',
      detail: expect.stringContaining(detail),
      action: expect.stringContaining('Bearer'),
      requestId: headers['x-request-id'],
    });
  });

  it.each([
    ['an unknown path', { url: '/api/v2/jobs' }, 404, 'NO_ROUTE', 'GET /api/v2/jobs'],
    ['another method', { url: '/api/v1/nodes', method: 'POST' as const }, 405, 'METHOD_NOT_ALLOWED', 'Expected GET'],
    [
      'broken JSON',
      {
        url: '/api/v1/tokens',
        method: 'POST' as const,
        headers: { 'content-type': 'application/json' },
        payload: '{"name":',
      },
      400,
      'UNREADABLE_BODY',
      'JSON',
    ],
    ['no body', { url: '/api/v1/tokens', method: 'POST' as const }, 400, 'BAD_BODY', 'body'],
    [
      'a body of another type',
      { url: '/api/v1/tokens', method: 'POST' as const, headers: { 'content-type': 'text/xml' }, payload: '<a/>' },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
      'application/json',
    ],
    [
      'a body too large',
      { url: '/api/v1/tokens', method: 'POST' as const, payload: { name: 'x'.repeat(3_000_000) } },
      413,
      'TOO_LARGE',
      'limit',
    ],
    [
      'an unknown body field',
      { url: '/api/v1/tokens', method: 'POST' as const, payload: { name: 'a', role: 'viewer', admin: true } },
      400,
      'BAD_BODY',
      '"admin"',
    ],
    [
      'a body field of another type',
      { url: '/api/v1/tokens', method: 'POST' as const, payload: { name: 5, role: 'viewer' } },
      400,
      'BAD_BODY',
      'got 5',
    ],
    [
      'an agent token without node',
      { url: '/api/v1/tokens', method: 'POST' as const, payload: { name: 'a', role: 'agent' } },
      400,
      'BAD_TOKEN_REQUEST',
      'nid',
    ],
    ['an unknown query parameter', { url: '/api/v1/tokens?order=up' }, 400, 'BAD_PARAMETER', '"order"'],
    ['an unknown token', { url: '/api/v1/tokens/none', method: 'DELETE' as const }, 404, 'UNKNOWN_TOKEN', '"none"'],
    ['a malformed escape', { url: '/api/v1/jobs/%zz' }, 400, 'BAD_REQUEST', '%zz'],
  ])('answers %s with a problem that says what came', async (_what, request, status, code, detail) => {
    const answer = await test.call({ ...request, token: test.tokens.admin });
    expect(answer).toMatchObject({ status, body: { code, status, detail: expect.stringContaining(detail) } });
    expect(answer.headers['content-type']).toBe('application/problem+json');
  });

  it.each([
    ['/api/v1/stream', 'GET'],
    ['/api/v1/jobs', 'GET, POST, DELETE'],
    ['/api/v1/tokens/x', 'DELETE'],
  ])('does nothing for a HEAD of %s, and names what is allowed', async (url, allow) => {
    const answer = await test.call({ url, method: 'HEAD', token: test.tokens.admin });
    expect(answer).toMatchObject({ status: 405, headers: { allow } });
  });

  it.each(['/healthz', '/readyz', '/metrics'])('answers a probe that asks by HEAD: %s', async (url) => {
    expect(await test.call({ url, method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
    expect(await test.call({ url, method: 'PUT' })).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
  });

  it('reads gzip bodies, and refuses what does not decompress', async () => {
    const request = {
      url: '/api/v1/tokens',
      method: 'POST' as const,
      token: test.tokens.admin,
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    };
    const good = await test.call({ ...request, payload: gzipSync(JSON.stringify({ name: 'zipped', role: 'viewer' })) });
    expect(good.status).toBe(201);
    const bad = await test.call({ ...request, payload: Buffer.from('not gzip') });
    expect(bad).toMatchObject({ status: 400, body: { code: 'UNREADABLE_BODY' } });
    const bomb = await test.call({ ...request, payload: gzipSync(Buffer.alloc(20_000_000)) });
    expect(bomb).toMatchObject({ status: 413, body: { code: 'TOO_LARGE' } });
  });

  it('sends security headers with every answer', async () => {
    for (const url of ['/healthz', '/nothing']) {
      expect((await test.call({ url })).headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'content-security-policy': expect.stringContaining("default-src 'none'"),
      });
    }
  });
});

describe('failed authentications', () => {
  it('are refused for a while after too many; tokens in use at the same address stay welcome', async () => {
    let now = 1_000_000;
    const test = await startTestApp({ now: () => now, failedAuthenticationsPerMinute: 3 });
    const ask = (token: string) => test.call({ url: '/api/v1/nodes', token });
    await ask(test.tokens.viewer);
    for (let attempt = 1; attempt <= 3; attempt++) {
      expect((await ask('wrong')).status).toBe(401);
    }
    expect(await ask('wrong')).toMatchObject({
      status: 429,
      headers: { 'retry-after': '60' },
      body: { code: 'TOO_MANY_FAILURES' },
    });
    expect((await ask(test.tokens.operator)).status).toBe(429);
    expect((await ask(test.tokens.viewer)).status).toBe(200);
    now += 60_000;
    expect((await ask(test.tokens.operator)).status).toBe(200);
    await test.close();
  });

  it('are counted while they are verified: many at once are no way around it, and hold up no other address', async () => {
    const test = await startTestApp({ now: () => 1_000_000, failedAuthenticationsPerMinute: 7 });
    const url = new URL(await test.app.listen({ host: '127.0.0.1', port: 0 }));
    const ask = async (token: string, localAddress: string) => {
      const headers = { authorization: `Bearer ${token}` };
      const sent = get({
        hostname: url.hostname,
        port: url.port,
        path: '/api/v1/nodes',
        localAddress,
        headers,
        agent: false,
      });
      const [answer] = (await once(sent, 'response')) as [IncomingMessage];
      answer.resume();
      await once(answer, 'end');
      return answer.statusCode;
    };
    const guesses = Array.from({ length: 60 }, (_, index) => ask(`${index}.${'x'.repeat(43)}`, '127.0.0.1'));
    expect(await ask(test.tokens.viewer, '127.0.0.2')).toBe(200);
    const statuses = await Promise.all(guesses);
    expect(statuses.filter((status) => status === 401)).toHaveLength(7);
    expect(statuses.filter((status) => status === 429)).toHaveLength(53);
    await test.close();
  });

  it('are none where a token is new to this controller, however many requests bring it at once', async () => {
    const test = await startTestApp({ failedAuthenticationsPerMinute: 2 });
    const ask = () => test.call({ url: '/api/v1/nodes', token: test.tokens.viewer });
    const statuses = (await Promise.all(Array.from({ length: 20 }, ask))).map(({ status }) => status);
    expect(statuses).toEqual(Array.from({ length: 20 }, () => 200));
    await test.close();
  });

  it('are none where the database could not be asked', async () => {
    const test = await startTestApp({ failedAuthenticationsPerMinute: 2 });
    const ask = () => test.call({ url: '/api/v1/nodes', token: test.tokens.viewer });
    await test.services.database.query({ text: 'alter table tokens rename to away', values: [] });
    for (let time = 0; time < 4; time++) {
      expect((await ask()).status).toBe(500);
    }
    await test.services.database.query({ text: 'alter table away rename to tokens', values: [] });
    expect((await ask()).status).toBe(200);
    await test.close();
  });
});
