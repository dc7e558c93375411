import { ENDPOINTS, type Endpoint } from '@openvcloud/contract';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
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

  const LONG = 'x'.repeat(20_000);
  it.each<[string, number, string[]]>([
    ['is no HTTP', 400, ['<script>alert(1)</script>']],
    ['names no host', 400, ['GET /healthz HTTP/1.1']],
    ['has no end of headers', 431, ['GET /healthz HTTP/1.1', 'host: x', `long: ${LONG}`]],
    ['expects what there is not', 417, ['GET /healthz HTTP/1.1', 'host: x', 'expect: wonders']],
    ['has a URL that cannot be read', 400, ['GET /api/v1/jobs/%zz HTTP/1.1', 'host: x']],
    ['has another method', 405, ['OPTIONS /api/v1/jobs HTTP/1.1', 'host: x']],
    ['has a body that is none', 400, ['POST /api/v1/tokens HTTP/1.1', 'host: x', 'content-length: no']],
    ['asks for a document', 200, ['GET /openapi.json HTTP/1.1', 'host: x']],
    ['asks for metrics', 200, ['GET /metrics HTTP/1.1', 'host: x']],
    ['is HEAD', 200, ['HEAD /healthz HTTP/1.1', 'host: x']],
    ['asks for an export', 200, ['GET /api/v1/export HTTP/1.1', 'host: x', 'authorization: Bearer TOKEN']],
    ['asks for a stream', 200, ['GET /api/v1/stream HTTP/1.1', 'host: x', 'authorization: Bearer TOKEN']],
  ])('has them on the wire also when the request %s', async (_what, status, lines) => {
    const head = await headOf(await connected(), [...lines, 'connection: close']);
    expect(head.status).toBe(status);
    expect(head.headers).toMatchObject(GUARD_HEADERS);
  });

  it('has them when it refuses a request because the controller stops', async () => {
    const stopped = await startTestApp();
    const socket = await connected(stopped);
    // A long poll of a kind: it keeps the connection while the listener closes.
    socket.write(`GET /api/v1/stream HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${stopped.tokens.viewer}\r\n\r\n`);
    await once(socket, 'data');
    const late = await connected(stopped);
    late.write('GET /healthz HTTP/1.1\r\n');
    const closing = stopped.app.close();
    const head = await headOf(late, ['host: x', 'connection: close']);
    expect(head).toMatchObject({ status: 503, headers: GUARD_HEADERS });
    socket.destroy();
    await closing;
    await stopped.close();
  });

  async function connected({ app }: TestApp = test): Promise<Socket> {
    const address = app.server.address();
    const port =
      typeof address === 'object' && address !== null
        ? address.port
        : Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port);
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return socket;
  }

  async function headOf(socket: Socket, lines: string[]) {
    socket.write(`${lines.join('\r\n').replace('TOKEN', token)}\r\n\r\n`);
    let text = '';
    for await (const chunk of socket) {
      text += String(chunk);
      if (text.includes('\r\n\r\n')) {
        break;
      }
    }
    const [first = '', ...rest] = text.slice(0, text.indexOf('\r\n\r\n')).split('\r\n');
    const headers = rest.map((line): [string, string] => {
      const [name = '', ...value] = line.split(': ');
      return [name.toLowerCase(), value.join(': ')];
    });
    return { status: Number(first.split(' ')[1]), headers: Object.fromEntries(headers) };
  }

  it('ends the connection of what is no HTTP, without repeating it', async () => {
    const socket = await connected();
    socket.end('<script>alert(1)</script>\r\n\r\n');
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).not.toContain('script');
  });
});
