import { ENDPOINTS, type Endpoint } from '@openvcloud/contract';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Agent, request, type AgentOptions } from 'node:https';
import { startTestApp, type TestApp } from '../testing/app';
import { makeAuthority, makeClientCertificate, makeServerCertificate, type Certificate } from '../testing/certificates';

const REGISTRATION = {
  sessionId: 'session-1',
  name: 'node-1',
  roles: ['node'],
  addresses: [],
  workers: { default: 1 },
  agentVersion: '1',
  pid: 1,
};

describe('a controller that wants certificates of its agents', () => {
  let test: TestApp;
  let url: string;
  let token: string;
  let authority: Certificate;
  let agentCertificate: Certificate;
  let strangers: Certificate;
  const connections: Agent[] = [];
  beforeAll(async () => {
    const [server, agents, other] = await Promise.all(['of servers', 'of agents', 'of others'].map(makeAuthority));
    authority = server!;
    const { cert, key } = await makeServerCertificate(authority);
    agentCertificate = await makeClientCertificate(agents!, 'node-1');
    strangers = await makeClientCertificate(other!, 'node-1');
    test = await startTestApp({
      tls: { cert, key, ca: agents!.cert, requestCert: true, rejectUnauthorized: false, validTo: new Date() },
    });
    url = await test.app.listen({ host: '127.0.0.1', port: 0 });
    token = await test.agentToken(1);
  });
  afterAll(async () => {
    connections.forEach((agent) => agent.destroy());
    await test.close();
  });

  it('lets an agent in that has a certificate and a token, not one alone', async () => {
    const own = connection(agentCertificate);
    expect(await register(own, token)).toMatchObject({ status: 200 });
    expect(await register(own, 'wrong')).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } });
    expect(await register(connection(), token)).toMatchObject({
      status: 403,
      body: {
        code: 'CLIENT_CERTIFICATE',
        detail: expect.stringMatching(/^Expected a client certificate .*, got none\.$/),
        action: expect.stringContaining('AGENT_CERT_FILE'),
      },
    });
  });

  it('refuses a certificate of another authority, and says why', async () => {
    expect(await register(connection(strangers), token)).toMatchObject({
      status: 403,
      body: { code: 'CLIENT_CERTIFICATE', detail: expect.stringMatching(/got one that does not pass \([A-Z_]+\)/) },
    });
  });

  it.each([
    ['none', () => undefined],
    ['one of another authority', () => strangers],
  ])('does not take a resumed session for a certificate: %s', async (_what, certificate) => {
    const agent = connection(certificate(), { maxCachedSessions: 10 });
    await register(agent, token);
    const { isResumed, status, body } = await register(agent, token);
    expect(isResumed).toBe(true);
    expect({ status, body }).toMatchObject({ status: 403, body: { code: 'CLIENT_CERTIFICATE' } });
  });

  it('wants it for every endpoint of agents, and for no other', async () => {
    for (const { method, path, roles } of Object.values<Endpoint>(ENDPOINTS)) {
      const { body } = await ask(connection(), method, path.replace(':hash', 'a'.repeat(64)), token, '{}');
      const isRefused = body?.code === 'CLIENT_CERTIFICATE';
      expect(`${method} ${path}: ${isRefused}`).toBe(`${method} ${path}: ${roles.includes('agent')}`);
    }
  });

  it('serves people without one, and tells browsers to stay with HTTPS', async () => {
    const { status, headers } = await ask(connection(), 'GET', '/api/v1/nodes', test.tokens.viewer);
    expect(status).toBe(200);
    expect(headers['strict-transport-security']).toMatch(/^max-age=\d+/);
  });

  it('does not promise HTTPS when it speaks HTTP', async () => {
    const plain = await startTestApp();
    expect((await plain.call({ url: '/healthz' })).headers).not.toHaveProperty('strict-transport-security');
    await plain.close();
  });

  function connection(certificate?: Certificate, options: AgentOptions = {}): Agent {
    // Each request makes a handshake of its own.
    const agent = new Agent({ ca: authority.cert, keepAlive: false, maxCachedSessions: 0, ...certificate, ...options });
    connections.push(agent);
    return agent;
  }

  function register(agent: Agent, secret: string) {
    return ask(agent, 'POST', '/api/v1/agent/register', secret, JSON.stringify(REGISTRATION));
  }

  async function ask(agent: Agent, method: string, path: string, secret: string, payload?: string) {
    const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
    const sent = request(`${url}${path}`, { method, agent, headers });
    let isResumed = false;
    sent.once('socket', (socket) =>
      socket.once('secureConnect', () => {
        isResumed =
          'isSessionReused' in socket &&
          typeof socket.isSessionReused === 'function' &&
          socket.isSessionReused() === true;
      })
    );
    sent.end(method === 'GET' ? undefined : payload);
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    let text = '';
    for await (const chunk of answer) {
      text += String(chunk);
    }
    const isJson = String(answer.headers['content-type']).includes('json');
    const body = isJson && text !== '' ? (JSON.parse(text) as { code?: string }) : undefined;
    return { status: answer.statusCode, headers: answer.headers, body, isResumed };
  }
});
