import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer, type Server } from 'node:net';
import { generate } from 'selfsigned';
import { ControllerClient } from './controllerClient';

jest.setTimeout(60_000);

const HTML = '<html><head><title>404 Not Found</title></head><body>nginx</body></html>';

describe('what is no Agent Controller', () => {
  const servers: Server[] = [];
  afterEach(() => servers.splice(0).forEach((server) => server.close()));

  async function listen(server: Server): Promise<number> {
    servers.push(server.listen(0, '127.0.0.1'));
    await once(server, 'listening');
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  /** What an agent says of its first request there. */
  async function ask(url: string): Promise<string> {
    const client = new ControllerClient(url, 'token', { caFile: undefined, certFile: undefined, keyFile: undefined });
    const request = { sessionId: 's', name: 'n', roles: [], addresses: [], workers: {}, agentVersion: '1', pid: 1 };
    const said = await client.register(request).then(
      () => 'registered',
      (error: unknown) => (error instanceof Error ? error.message : String(error))
    );
    await client.close();
    return said;
  }

  it.each([
    [404, 'text/html', HTML],
    [200, 'text/html; charset=utf-8', HTML],
    [502, 'text/html', HTML],
    [302, undefined, ''],
    [200, 'application/json', '{"status":"ok"}'],
    [404, 'application/json', '{"message":"no such app"}'],
  ])('is told by its answer, which is not repeated: %i %s', async (status, type, body) => {
    const answer = createHttpServer((_request, response) =>
      response.writeHead(status, type === undefined ? {} : { 'content-type': type }).end(body)
    );
    const url = `http://127.0.0.1:${await listen(answer)}`;
    const said = await ask(url);
    expect(said).toContain(`POST ${url}/api/v1/agent/register was answered ${status}`);
    expect(said).toContain('Agent Controller');
    expect(said).toContain('CONTROLLER_URL');
    expect(said).not.toMatch(/html>|nginx|no such app/);
  });

  it.each([
    [
      'speaks something else',
      () => createServer((socket) => socket.end('SSH-2.0-OpenSSH_9\r\n')),
      'does not speak HTTP',
    ],
    ['hangs up', () => createServer((socket) => socket.destroy()), 'the connection was closed'],
  ])('is told by what happens when it %s', async (_what, make, reason) => {
    const url = `http://127.0.0.1:${await listen(make())}`;
    expect(await ask(url)).toMatch(
      new RegExp(
        `^no answer from the Agent Controller at ${url}: .*${reason}.*\\. Is it running, and is CONTROLLER_URL right\\?$`
      )
    );
  });

  it('is told when it speaks HTTP where HTTPS is expected, and the other way round, without the words of OpenSSL', async () => {
    const http = await listen(createHttpServer((_request, response) => response.end()));
    const overTls = await ask(`https://127.0.0.1:${http}`);
    expect(overTls).toContain('what listens there does not speak HTTPS: is http:// meant?');
    expect(overTls).not.toMatch(/ssl3|openssl|deps/i);
    const { cert, private: key } = await generate([{ name: 'commonName', value: 'controller' }], { keyType: 'ec' });
    const https = await listen(createHttpsServer({ cert, key }));
    expect(await ask(`http://127.0.0.1:${https}`)).toContain('an HTTPS controller does that to http://');
  });

  it('is told when nothing is there', async () => {
    expect(await ask('http://127.0.0.1:1')).toContain('nothing listens there (ECONNREFUSED)');
    expect(await ask('http://no-such-host.invalid')).toContain('its host name has no address');
  });
});
