import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fetch } from 'undici';
import { reasonOf } from './reasonOf';

it.each(['127.0.0.1', 'localhost'])('says why nobody answered at %s', async (host) => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  const error: unknown = await fetch(`http://${host}:${port}`).catch((fault: unknown) => fault);
  expect(reasonOf(error)).toContain(`ECONNREFUSED 127.0.0.1:${port}`);
});

it.each([
  [new Error('cut'), 'cut'],
  [new AggregateError([], 'none of them'), 'none of them'],
  [new TypeError('fetch failed', { cause: new AggregateError([new Error('a'), new Error('b')], '') }), 'a; b'],
  ['a text', 'a text'],
])('finds the words of %p', (error, words) => {
  expect(reasonOf(error)).toBe(words);
});
