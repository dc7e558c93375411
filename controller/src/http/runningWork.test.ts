import Fastify from 'fastify';
import { get } from 'node:http';
import { FailedAttempts } from './failedAttempts';
import { RawAnswer, type Handlers } from './handler';
import { registerEndpoint } from './registerEndpoint';
import { RunningWork } from './runningWork';
import { VerifyTurns } from './verifyTurns';

describe('work begun for a request', () => {
  it('is waited for although its caller hung up and the listener is closed', async () => {
    const running = new RunningWork();
    const gate = {
      tokens: { isFamiliar: () => true, verify: async () => null },
      failures: new FailedAttempts(1, Date.now),
      turns: new VerifyTurns(),
      wantsAgentCertificate: false,
      onFailure: () => undefined,
      revocations: { enter: () => ({ revoked: new AbortController().signal, leave: () => undefined }) },
      refusedActs: { note: () => Promise.resolve() },
      running,
    };
    let begun = () => undefined as void;
    let finish = () => undefined as void;
    const hasBegun = new Promise<void>((resolve) => (begun = resolve));
    const mayFinish = new Promise<void>((resolve) => (finish = resolve));
    const getMetrics = async () => {
      begun();
      await mayFinish;
      // What work begins counts too.
      void running.track(new Promise((resolve) => setImmediate(resolve)));
      return new RawAnswer('text/plain', '');
    };
    const app = Fastify({ forceCloseConnections: 'idle' });
    // The one endpoint registered needs no other handler.
    registerEndpoint(app, 'getMetrics', { getMetrics } as unknown as Handlers, gate, new WeakMap());
    const request = get(`${await app.listen({ host: '127.0.0.1', port: 0 })}/metrics`);
    request.on('error', () => undefined);
    const hungUp = new Promise((resolve) => request.once('close', resolve));
    await hasBegun;
    request.destroy();
    await hungUp;
    await app.close();
    let isSettled = false;
    const settled = running.settled().then(() => (isSettled = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect(isSettled).toBe(false);
    finish();
    await settled;
  });

  it('may fail', async () => {
    const running = new RunningWork();
    await expect(running.track(Promise.reject(new Error('no')))).rejects.toThrow('no');
    await running.settled();
  });
});
