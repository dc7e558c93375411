import Fastify from 'fastify';
import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { closeAnswered } from './closeAnswered';

// Less than Fastify keeps an idle connection.
jest.setTimeout(30_000);

it('a stop does not wait for a connection whose answer was on its way when the listener closed', async () => {
  const app = Fastify({ forceCloseConnections: 'idle' });
  const stopping = new AbortController();
  closeAnswered(app, stopping.signal);
  let begun = () => undefined as void;
  let finish = () => undefined as void;
  const hasBegun = new Promise<void>((resolve) => (begun = resolve));
  const mayFinish = new Promise<void>((resolve) => (finish = resolve));
  app.get('/slow', async () => {
    begun();
    await mayFinish;
    return {};
  });
  const agent = new Agent({ keepAlive: true });
  const asked = get(`${await app.listen({ host: '127.0.0.1', port: 0 })}/slow`, { agent });
  await hasBegun;
  stopping.abort();
  const closed = app.close();
  while (app.server.listening) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  finish();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  answer.resume();
  await once(answer, 'end');
  await closed;
  agent.destroy();
});

it('a stop does not wait for a reader that takes nothing', async () => {
  const app = Fastify({ forceCloseConnections: 'idle' });
  const stopping = new AbortController();
  closeAnswered(app, stopping.signal);
  // More than the system keeps of a connection.
  app.get('/large', async () => 'x'.repeat(100_000_000));
  const url = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
  const reader = connect(Number(url.port), url.hostname).pause();
  const [end] = (await once(app.server, 'connection')) as [Socket];
  reader.write('GET /large HTTP/1.1\r\nhost: x\r\n\r\n');
  while (end.writableLength === 0) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  const cut = once(end, 'close');
  stopping.abort();
  await app.close();
  await cut;
  reader.destroy();
});
