import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { ControllerClient } from './controllerClient';

const NO_FILES = { caFile: undefined, certFile: undefined, keyFile: undefined };

interface Arrived {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

let server: Server;
let client: ControllerClient;
const arrived: Arrived[] = [];
let answer = { status: 200, type: 'application/json', body: '' };

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method, url, headers } = request;
      arrived.push({ method, url, headers, body: Buffer.concat(chunks) });
      response.writeHead(answer.status, { 'content-type': answer.type }).end(answer.body);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});

beforeEach(() => {
  arrived.length = 0;
  const { port } = server.address() as AddressInfo;
  client = new ControllerClient(`http://127.0.0.1:${port}/behind/a/proxy/`, 'the-token', NO_FILES);
});

afterEach(() => client.close());

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

const says = (body: object): void => {
  answer = { status: 200, type: 'application/json', body: JSON.stringify(body) };
};

describe('a request to the controller', () => {
  it('goes to its place below the address, with the token', async () => {
    says({ hash: 'abc', text: 'source' });
    expect(await client.source('abc')).toEqual({ hash: 'abc', text: 'source' });
    expect(arrived).toMatchObject([
      {
        method: 'GET',
        url: '/behind/a/proxy/api/v1/agent/jumpscripts/abc',
        headers: { authorization: 'Bearer the-token' },
      },
    ]);
    expect(arrived[0]?.headers).not.toHaveProperty('content-type');
    expect(arrived[0]?.body.length).toBe(0);
  });

  it.each([
    ['small', 1023 - '{"sessionId":"s","spoolId":"","reports":[]}'.length, undefined],
    ['large', 1024 - '{"sessionId":"s","spoolId":"","reports":[]}'.length, 'gzip'],
  ])('whose body is %s is compressed or not: %d characters', async (_what, length, encoding) => {
    says({ acknowledged: 0, refused: [] });
    const request = { sessionId: 's', spoolId: 'x'.repeat(length), reports: [] };
    expect(await client.report(request)).toEqual({ acknowledged: 0, refused: [] });
    const [{ method, url, headers, body } = fail()] = arrived;
    expect([method, url, headers['content-type']]).toEqual([
      'POST',
      '/behind/a/proxy/api/v1/agent/reports',
      'application/json',
    ]);
    expect(headers['content-encoding']).toBe(encoding);
    expect(JSON.parse((encoding === undefined ? body : gunzipSync(body)).toString())).toEqual(request);
  });

  it.each([
    ['{"acknowledged":"all","refused":[]}', 'answer/acknowledged must be integer'],
    ['<html>', 'answer must be object'],
  ])('is tried again when the answer is not what the contract says: %s', async (body, problem) => {
    answer = { status: 200, type: 'application/json', body };
    await expect(client.report({ sessionId: 's', spoolId: 'x', reports: [] })).rejects.toMatchObject({
      kind: 'retry',
      status: 200,
      code: 'UNREADABLE_ANSWER',
      message: expect.stringContaining(problem),
    });
  });

  it.each([199 + 101, 404, 503])('fails with what the controller says at status %d', async (status) => {
    answer = { status, type: 'application/problem+json', body: '{"code":"ODD","detail":"so it is"}' };
    await expect(client.report({ sessionId: 's', spoolId: 'x', reports: [] })).rejects.toMatchObject({
      status,
      code: 'ODD',
      message: expect.stringMatching(
        /^POST http:\/\/127\.0\.0\.1:\d+\/behind\/a\/proxy\/\S+ was answered \d+: so it is$/
      ),
    });
  });

  it('is given up with its signal', async () => {
    const work = { sessionId: 's', free: {}, waitMs: 0 };
    await expect(client.work(work, AbortSignal.abort())).rejects.toMatchObject({ kind: 'retry', code: 'NO_ANSWER' });
    expect(arrived).toEqual([]);
  });
});

function fail(): never {
  throw new Error('no request arrived');
}
