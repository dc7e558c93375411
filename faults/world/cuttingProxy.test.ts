import { createServer, type AddressInfo, type Socket } from 'node:net';
import { startCuttingProxy } from './cuttingProxy';

/** Answers every request with 1000 bytes of text, by hand, so that half an answer can be told from a whole one. */
async function startAnswering() {
  const answer = `HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n${'x'.repeat(1000)}`;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('data', () => socket.write(answer));
    socket.on('error', () => undefined);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const close = (): void => {
    sockets.forEach((socket) => socket.destroy()); // clients keep theirs open
    server.close();
  };
  return { close, port: (server.address() as AddressInfo).port };
}

/** Passes the proxy by: what has not been answered when this has is held back. */
const readDirectly = async (port: number): Promise<string> => {
  await read(`http://127.0.0.1:${port}`);
  await read(`http://127.0.0.1:${port}`);
  return 'directly';
};

const read = async (url: string): Promise<number> => (await (await fetch(url)).text()).length;

it('passes whole answers, breaks the next one in the middle, lets nobody through while it is blocked, and passes late what a stall held back', async () => {
  const { close, port } = await startAnswering();
  const proxy = await startCuttingProxy([port]);
  expect(await read(proxy.url)).toBe(1000);
  const kept = fetch(proxy.url); // on the connection that the first one left open, or on a new one
  await kept.then((response) => response.text());
  const cut = proxy.cut(700);
  await expect(read(proxy.url)).rejects.toThrow();
  expect(await cut).toBe(true);
  expect(await read(proxy.url)).toBe(1000);
  proxy.block();
  await expect(read(proxy.url)).rejects.toThrow();
  proxy.unblock();
  expect(await read(proxy.url)).toBe(1000);
  proxy.stall();
  const stalled = [read(proxy.url), read(proxy.url)]; // on the connection that is there, and on a new one
  await expect(Promise.race([...stalled, readDirectly(port)])).resolves.toBe('directly');
  proxy.unstall();
  expect(await Promise.all(stalled)).toEqual([1000, 1000]);
  const vain = proxy.cut(700);
  proxy.block(); // before anything passed
  expect(await vain).toBe(false);
  expect(await proxy.cut(1)).toBe(false);
  await proxy.close();
  close();
});
