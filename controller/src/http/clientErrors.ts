import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { ApiError } from '../errors/errors';
import { GUARD_HEADERS } from './guardHeaders';

/**
 * What comes over a connection and is no HTTP, or has headers or a URL without end: there is no request yet, so the problem is
 * written to the connection itself, which is closed then.
 */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem = toProblem(error.code);
  const body = JSON.stringify(problem.toProblem());
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
    ...Object.entries(GUARD_HEADERS).map(([name, value]) => `${name}: ${value}`),
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

function toProblem(code = 'unknown'): ApiError {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return new ApiError('HEADERS_TOO_LARGE', 'Expected a URL and headers of at most 16 KB together, got more.');
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new ApiError('REQUEST_TIMEOUT', 'Expected the whole request within 60 seconds, got a part of it.');
    default:
      return new ApiError('BAD_REQUEST', `Expected an HTTP/1.1 request, got bytes that are none (${code}).`);
  }
}
