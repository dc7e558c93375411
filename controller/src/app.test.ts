import { ENDPOINTS, ROLES, type Endpoint, type Role } from '@openvcloud/contract';
import { gzipSync } from 'node:zlib';
import { startTestApp, type TestApp } from './testing/app';

const NAMES = Object.entries<Endpoint>(ENDPOINTS);

describe('the app', () => {
  let test: TestApp;
  let secrets: Record<Role, string>;
  beforeAll(async () => {
    test = await startTestApp();
    secrets = { ...test.tokens, agent: await test.agentToken(7) };
  });
  afterAll(() => test.close());

  const path = ({ path }: Endpoint) =>
    path
      .replace(':guid', '019e830e-12f8-7d6b-8d9e-7148e9452dc8')
      .replace(':id', 'nobody')
      .replace(':nid', '7')
      .replace(':field', 'cmd')
      .replace(':hash', 'a'.repeat(64));
  const ask = (endpoint: Endpoint, token?: string) =>
    test.call({
      method: endpoint.method,
      // A stream would never end: one with a wrong query does.
      url: `${path(endpoint)}${endpoint.mediaTypes?.includes('text/event-stream') ? '?nonsense=true' : ''}`,
      token,
      ...(endpoint.body ? { payload: { nonsense: true } } : {}),
    });

  describe.each(NAMES)('%s', (_name, endpoint) => {
    it.each(ROLES)('lets %s in exactly when the contract says so', async (role) => {
      const { status } = await ask(endpoint, secrets[role]);
      const isAllowed = endpoint.roles.length === 0 || endpoint.roles.includes(role);
      expect(isAllowed ? ![401, 403, 500].includes(status) : status === 403).toBe(true);
    });

    it('wants a token exactly when the contract names roles', async () => {
      const { status, headers } = await ask(endpoint);
      if (endpoint.roles.length === 0) {
        expect(status).toBe(200);
      } else {
        expect(status).toBe(401);
        expect(headers['www-authenticate']).toMatch(/^Bearer /);
      }
    });
  });

  it('names the role that is needed', async () => {
    const { body } = await test.call({ url: '/api/v1/tokens', token: secrets.viewer });
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
    const answer = await test.call({ ...request, token: secrets.admin });
    expect(answer).toMatchObject({ status, body: { code, status, detail: expect.stringContaining(detail) } });
    expect(answer.headers['content-type']).toBe('application/problem+json');
  });

  it('reads gzip bodies, and refuses what does not decompress', async () => {
    const request = {
      url: '/api/v1/tokens',
      method: 'POST' as const,
      token: secrets.admin,
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
});
