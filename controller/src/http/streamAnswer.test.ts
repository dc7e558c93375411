import Fastify, { type FastifyInstance } from 'fastify';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { FailedAttempts } from './failedAttempts';
import { StreamAnswer, type Handler, type Handlers } from './handler';
import { registerEndpoint } from './registerEndpoint';
import { RunningWork } from './runningWork';
import { VerifyTurns } from './verifyTurns';

describe('an answer that is a stream', () => {
  let app: FastifyInstance;

  afterEach(() => app.close());

  it('is made only as fast as it is read, and stops being made when the client goes', async () => {
    let made = 0;
    const body = Readable.from(
      (function* () {
        for (;;) {
          made += 1;
          yield 'x'.repeat(16_384);
        }
      })()
    );
    let signal: AbortSignal | undefined;
    const response = await ask(async (call) => {
      signal = call.signal;
      return new StreamAnswer('text/plain', body, { 'cache-control': 'no-store' });
    });
    expect(response.headers).toMatchObject({ 'content-type': 'text/plain', 'cache-control': 'no-store' });
    // Nobody reads: sockets and buffers fill, then nothing more is made.
    const filled = await untilSteady(() => made);
    expect(filled).toBeGreaterThan(0);
    response.resume();
    await once(response, 'data');
    await untilTrue(() => made > filled);

    const closed = once(body, 'close');
    response.destroy();
    await closed;
    expect(signal?.aborted).toBe(true);
  });

  it('breaks the connection when it fails midway: half an answer is not taken for all of it', async () => {
    const body = Readable.from(
      (async function* () {
        yield 'first';
        throw new Error('no more');
      })()
    );
    const response = await ask(async () => new StreamAnswer('text/plain', body));
    response.resume();
    await expect(once(response, 'end')).rejects.toThrow('aborted');
  });

  async function ask(handler: Handler<'getMetrics'>): Promise<IncomingMessage> {
    app = Fastify();
    const gate = {
      tokens: { isFamiliar: () => true, verify: async () => null },
      failures: new FailedAttempts(1, Date.now),
      turns: new VerifyTurns(),
      wantsAgentCertificate: false,
      onFailure: () => undefined,
      revocations: { enter: () => ({ revoked: new AbortController().signal, leave: () => undefined }) },
      refusedActs: { note: () => Promise.resolve() },
      running: new RunningWork(),
    };
    // The one endpoint registered needs no other handler.
    registerEndpoint(app, 'getMetrics', { getMetrics: handler } as unknown as Handlers, gate, new WeakMap());
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    const [response] = (await once(get(`${url}/metrics`), 'response')) as [IncomingMessage];
    return response;
  }
});

/** The value once it has not changed for a while. */
async function untilSteady(value: () => number): Promise<number> {
  for (let former = -1; ;) {
    const current = value();
    if (current === former) {
      return current;
    }
    former = current;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function untilTrue(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
