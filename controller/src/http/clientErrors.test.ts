import Fastify, { type FastifyInstance } from 'fastify';
import { once } from 'node:events';
import { connect } from 'node:net';
import { answerClientError } from './clientErrors';
import { GUARD_HEADERS } from './guardHeaders';

describe('bytes that are no request', () => {
  let app: FastifyInstance;
  let port: number;
  beforeAll(async () => {
    app = Fastify({ clientErrorHandler: answerClientError });
    port = Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port);
  });
  afterAll(() => app.close());

  it.each([
    ['no HTTP', 'hello\r\n\r\n', 400, 'BAD_REQUEST', 'HPE_INVALID_METHOD'],
    ['a URL of 20 KB', `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nhost: a\r\n\r\n`, 431, 'HEADERS_TOO_LARGE', '16 KB'],
    ['a NUL in a header', 'GET / HTTP/1.1\r\nhost: a\0b\r\n\r\n', 400, 'BAD_REQUEST', 'HPE_INVALID_HEADER_TOKEN'],
    ['two lengths', 'GET / HTTP/1.1\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n', 400, 'BAD_REQUEST', 'HPE_'],
  ])('are answered with a problem, and the connection is closed: %s', async (_what, bytes, status, code, detail) => {
    const socket = connect(port, '127.0.0.1');
    socket.write(bytes);
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString()));
    await once(socket, 'close');
    const [head = '', body = ''] = text.split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head).toContain('content-type: application/problem+json');
    for (const [name, value] of Object.entries(GUARD_HEADERS)) {
      expect(head).toContain(`\r\n${name}: ${value}`);
    }
    expect(JSON.parse(body)).toMatchObject({ status, code, detail: expect.stringContaining(detail) });
  });
});
