import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { act } from '../testing/act';
import { execute, plantScripts, startAgent, type TestAgent } from '../testing/agent';
import { startTestApp, type TestApp } from '../testing/app';

// A busy machine may be slow; a hang is still found.
jest.setTimeout(120_000);

/** Together far more than the system keeps of a connection for a reader that takes nothing. */
const [REPORTS, LINES, LINE] = [10, 50, 'x'.repeat(60_000)];

describe('a request whose body takes its time', () => {
  it('is refused when its token is revoked meanwhile, and nothing is done', async () => {
    const test = await startTestApp();
    await test.app.listen({ host: '127.0.0.1', port: 0 });
    const { token, info } = await test.services.tokens.create({ name: 'slow', role: 'admin', nid: null });
    const body = JSON.stringify({ name: 'made by one that is none', role: 'admin' });
    const client = connect((test.app.server.address() as AddressInfo).port, '127.0.0.1');
    const head = `POST /api/v1/tokens HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${token}`;
    const type = `content-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close`;
    client.write(`${head}\r\n${type}\r\n\r\n${body.slice(0, 10)}`);
    await until(() => test.services.tokens.isFamiliar(token));
    await test.services.tokens.remove(info.id);
    client.write(body.slice(10));
    expect(await text(client)).toMatch(/^HTTP\/1.1 401 /);
    expect((await test.services.tokens.list()).map(({ name }) => name)).not.toContain('made by one that is none');
    await test.close();
  });
});

describe('a reader that takes nothing, whose token is revoked,', () => {
  let test: TestApp;
  /** Another controller on the database. */
  let other: TestApp;
  let agent: TestAgent;
  const clients: Socket[] = [];
  beforeAll(async () => {
    test = await startTestApp();
    other = await startTestApp({ database: test.database });
    await Promise.all([test, other].map(({ app }) => app.listen({ host: '127.0.0.1', port: 0 })));
    await plantScripts(test, { 'o/echo': 'def action(): pass\n' });
    agent = await startAgent(test, 1);
    await writeLines();
  });
  afterAll(async () => {
    clients.forEach((client) => client.destroy());
    await other.close();
    await test.close();
  });

  async function writeLines(): Promise<void> {
    await execute(test, { organization: 'o', name: 'echo', nid: 1 });
    const [job] = await agent.work();
    const ofJob = { guid: job?.guid ?? '', attempt: 1 };
    await agent.report({ ...ofJob, kind: 'started', time: Date.now(), pid: 7 });
    for (let report = 0; report < REPORTS; report++) {
      const lines = Array.from({ length: LINES }, (_, index) => ({
        seq: report * LINES + index + 1,
        time: Date.now(),
        level: 5,
        category: 'stdout',
        message: LINE,
      }));
      await agent.report({ ...ofJob, kind: 'logs', lines });
    }
  }

  const makeToken = () => test.services.tokens.create({ name: randomUUID(), role: 'viewer', nid: null });

  /** Asks, and never reads; answers the controller's end of the connection once it has begun to answer. */
  async function ask(controller: TestApp, path: string, token: string): Promise<Socket> {
    const { server } = controller.app;
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1').pause();
    clients.push(client);
    const [end] = (await once(server, 'connection')) as [Socket];
    client.write(`GET ${path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${token}\r\n\r\n`);
    await until(() => end.bytesWritten > 0);
    return end;
  }

  it.each([
    ['a stream', '/api/v1/stream?jobs=false', true],
    ['an export', '/api/v1/export?of=logs', false],
    ['a list', '/api/v1/logs?limit=1000', false],
  ])('has its connection closed, here and at other controllers: %s', async (_what, path, isLive) => {
    const [{ token, info }, kept] = [await makeToken(), await makeToken()];
    const ends = [await ask(test, path, token), await ask(other, path, token), await ask(other, path, kept.token)];
    if (isLive) {
      await writeLines();
    }
    // Something waits for the reader, and nothing moves.
    for (const end of ends) {
      await until(() => end.writableLength > 0);
      await untilSteady(() => end.bytesWritten);
    }
    const closed = ends.slice(0, 2).map((end) => once(end, 'close'));
    const { status } = await act(test, 'DELETE', `/api/v1/tokens/${info.id}`, { token: test.tokens.admin });
    expect(status).toBe(204);
    await Promise.all(closed);
    expect(ends[2]?.destroyed).toBe(false);
    await test.services.tokens.remove(kept.info.id);
    await once(ends[2] as Socket, 'close');
  });
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function untilSteady(value: () => number): Promise<void> {
  for (let former = -1; former !== value();) {
    former = value();
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
