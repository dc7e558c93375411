import { createServer, type AddressInfo } from 'node:net';
import { startCuttingProxy } from './cuttingProxy';

/** Answers every request with 1000 bytes of text, by hand, so that half an answer can be told from a whole one. */
async function startAnswering() {
  const answer = `HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n${'x'.repeat(1000)}`;
  const server = createServer((socket) => {
    socket.on('data', () => socket.write(answer));
    socket.on('error', () => undefined);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { server, port: (server.address() as AddressInfo).port };
}

const read = async (url: string): Promise<number> => (await (await fetch(url)).text()).length;

it('passes whole answers, breaks the next one in the middle, and lets nobody through while it is blocked', async () => {
  const { server, port } = await startAnswering();
  const proxy = await startCuttingProxy([port]);
  expect(await read(proxy.url)).toBe(1000);
  const kept = fetch(proxy.url); // on the connection that the first one left open, or on a new one
  await kept.then((response) => response.text());
  proxy.cut(700);
  await expect(read(proxy.url)).rejects.toThrow();
  expect(await read(proxy.url)).toBe(1000);
  proxy.block();
  await expect(read(proxy.url)).rejects.toThrow();
  proxy.unblock();
  expect(await read(proxy.url)).toBe(1000);
  await proxy.close();
  server.close();
});
