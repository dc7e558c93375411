import { ENDPOINTS, type Endpoint } from '@openvcloud/contract';
import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { startTestApp, type TestApp } from '../testing/app';
import { GUARD_HEADERS } from './guardHeaders';

describe('every answer', () => {
  let test: TestApp;
  let token: string;
  beforeAll(async () => {
    test = await startTestApp();
    token = test.tokens.viewer;
  });
  afterAll(() => test.close());

  const GUARD = {
    ...GUARD_HEADERS,
    'content-security-policy': expect.stringMatching(/^default-src 'none'.*;frame-ancestors 'none'/),
    'x-request-id': expect.any(String),
  };

  it.each(Object.values<Endpoint>(ENDPOINTS).map(({ method, path }) => [method, path] as const))(
    'has security headers: %s %s',
    async (method, url) => {
      expect((await test.call({ method, url })).headers).toMatchObject(GUARD);
    }
  );

  it.each(Object.values<Endpoint>(ENDPOINTS).map(({ method, path, roles }) => [method, path, roles.length] as const))(
    'is kept by no cache when it wants a token: %s %s',
    async (method, url, roles) => {
      const { headers } = await test.call({ method, url });
      expect(headers['cache-control']).toBe(roles > 0 ? 'no-store' : undefined);
    }
  );

  it('is kept by no cache when it shows a new token', async () => {
    const payload = { name: 'new', role: 'viewer' };
    const answer = await test.call({ method: 'POST', url: '/api/v1/tokens', token: test.tokens.admin, payload });
    expect(answer).toMatchObject({ status: 201, headers: { 'cache-control': 'no-store' } });
  });

  it.each([
    [200, { url: '/api/v1/nodes' }],
    [403, { url: '/api/v1/tokens' }],
    [404, { url: '/nothing' }],
    [405, { url: '/api/v1/nodes', method: 'POST' as const }],
    [400, { url: '/api/v1/jobs/%zz' }],
    [400, { url: '/api/v1/jobs?order=up' }],
    [400, { url: `/api/v1/jobs/${'x'.repeat(600)}` }],
  ])('has them also when it is %i of %j', async (status, request) => {
    const answer = await test.call({ ...request, token });
    expect(answer).toMatchObject({ status, headers: GUARD });
  });

  it('names no software and no version', async () => {
    const { headers } = await test.call({ url: '/healthz' });
    expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['server']));
    expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['x-powered-by']));
  });

  it('ends the connection of what is no HTTP, without repeating it', async () => {
    const url = new URL(await test.app.listen({ host: '127.0.0.1', port: 0 }));
    const socket = connect(Number(url.port), url.hostname);
    await once(socket, 'connect');
    socket.end('<script>alert(1)</script>\r\n\r\n');
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).not.toContain('script');
  });
});
