import { pino } from 'pino';
import { startTestApp, type TestApp } from '../testing/app';
import { execute, plantScripts, startAgent } from '../testing/agent';
import { startCollector, type Collector, type ReceivedSpan } from '../testing/collector';
import { jobTraceId } from './jobSpans';
import { openTracing, type TracingOptions } from './openTracing';

const SECRET = 'hunter2-of-the-collector';
const silent = pino({ level: 'silent' });

function open(collector: Collector, changes: Partial<TracingOptions> = {}) {
  const settings = { headers: { authorization: SECRET }, serviceName: 'grid-1', ratio: 1, gid: 1, delayMs: 20 };
  return openTracing({ endpoint: collector.endpoint, log: silent, ...settings, ...changes });
}

const within = (inner: ReceivedSpan, outer: ReceivedSpan) =>
  inner.startMs >= outer.startMs && inner.endMs <= outer.endMs;

describe('traces', () => {
  let collector: Collector;
  let test: TestApp;
  let url: string;
  beforeAll(async () => {
    collector = await startCollector();
    test = await startTestApp({ tracing: open(collector) });
    url = await test.app.listen({ host: '127.0.0.1', port: 0 });
  });
  afterAll(async () => {
    await test.close();
    await test.services.tracing?.stop();
    await collector.close();
  });
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${url}${path}`, { headers: { authorization: `Bearer ${test.tokens.viewer}`, ...headers } });

  it("make a request a span of its caller's trace, with its statements as children by name, never values", async () => {
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const traceparent = `00-${traceId}-b7ad6b7169203331-01`;
    const answer = await get('/api/v1/jobs?q=hunter3', { traceparent });
    expect(answer.status).toBe(200);
    const request = await collector.span('GET /api/v1/jobs', traceId);
    expect(request).toMatchObject({
      parentSpanId: 'b7ad6b7169203331',
      kind: 2,
      isError: false,
      attributes: {
        'http.request.method': 'GET',
        'http.route': '/api/v1/jobs',
        'http.response.status_code': 200,
        'url.path': '/api/v1/jobs',
        'openvcloud.request.id': answer.headers.get('x-request-id'),
        'openvcloud.list.plan': 'windows of time, the newest first: sorted by it',
      },
      resource: { 'service.name': 'grid-1', 'openvcloud.grid.id': 1 },
    });
    const statements = collector.spans.filter(({ parentSpanId }) => parentSpanId === request.spanId);
    expect(statements.length).toBeGreaterThan(0);
    for (const statement of statements) {
      expect(statement).toMatchObject({ traceId, kind: 3, attributes: { 'db.query.summary': statement.name } });
      expect(within(statement, request)).toBe(true);
    }
    expect(JSON.stringify(collector.spans)).not.toMatch(/hunter3|select /i);
    expect(collector.headers[0]).toMatchObject({ authorization: SECRET });
  });

  it('say which status refused a request, and hide a token that was pasted into its path', async () => {
    const token = `${'a'.repeat(8)}.${'b'.repeat(40)}`;
    expect((await get(`/api/v1/jobs/${token}`)).status).toBe(404);
    const request = await collector.span('GET /api/v1/jobs/:guid');
    expect(request).toMatchObject({ isError: false, attributes: { 'http.response.status_code': 404 } });
    expect(JSON.stringify(collector.spans)).not.toContain('b'.repeat(20));
  });

  it('leave out what the caller does not want traced', async () => {
    const unwanted = 'bbbb651916cd43dd8448eb211c80319c';
    const wanted = 'cccc651916cd43dd8448eb211c80319c';
    await get('/api/v1/nodes', { traceparent: `00-${unwanted}-b7ad6b7169203331-00` });
    await get('/api/v1/nodes', { traceparent: `00-${wanted}-b7ad6b7169203331-01` });
    await collector.span('GET /api/v1/nodes', wanted);
    expect(collector.spans.filter(({ traceId }) => traceId === unwanted)).toEqual([]);
  });

  it('tell the life of a job when it has ended, under the id that its guid gives', async () => {
    await plantScripts(test, { 'jumpscale/echo': 'def action():\n    pass\n' });
    const agent = await startAgent(test, 7);
    const [made] = (await execute(test, { organization: 'jumpscale', name: 'echo', nid: 7 })).jobs;
    const guid = made?.guid ?? '';
    expect(await agent.work()).toHaveLength(1);
    const start = Date.now();
    await agent.report({ kind: 'started', guid, attempt: 1, time: start });
    await agent.report({
      kind: 'result',
      guid,
      attempt: 1,
      time: start + 5,
      state: 'ERROR',
      error: {
        type: 'OSError',
        message: 'no disk',
        code: null,
        backtrace: null,
        file: null,
        function: null,
        line: null,
      },
    });
    const traceId = jobTraceId(guid);
    const life = await collector.span('job jumpscale:echo', traceId);
    expect(life).toMatchObject({
      parentSpanId: undefined,
      isError: true,
      attributes: {
        'openvcloud.job.guid': guid,
        'openvcloud.job.organization': 'jumpscale',
        'openvcloud.job.cmd': 'echo',
        'openvcloud.job.queue': 'default',
        'openvcloud.job.state': 'ERROR',
        'openvcloud.job.attempt': 1,
        'openvcloud.node.id': 7,
        'openvcloud.node.name': 'node-7',
      },
    });
    const [waiting, running] = [await collector.span('waiting', traceId), await collector.span('running', traceId)];
    expect([waiting.parentSpanId, running.parentSpanId]).toEqual([life.spanId, life.spanId]);
    expect([waiting.startMs, running.startMs]).toEqual([life.startMs, waiting.endMs]);
    expect(running.endMs).toBe(life.endMs);
    expect(JSON.stringify(collector.spans)).not.toContain('no disk');
  });

  it('count the statements of a request beyond 200, show a failed one without its message, and none after its end', async () => {
    const { tracing, database } = test.services;
    const facts = { method: 'GET', route: '/many', path: '/many', requestId: 'many', headers: {} };
    const request = tracing?.request(facts);
    const run = (text: string) => database.query({ text, values: [] }, { name: 'divide' });
    await new Promise<void>((resolve, reject) =>
      request?.within(() => {
        const failed = expect(run("select 1 / 0, 'hunter4'")).rejects.toThrow('division by zero');
        const more = async () => {
          for (let i = 0; i < 202; i++) {
            await run('select 1');
          }
          request.end(200, true);
          await run('select 1');
        };
        failed.then(more).then(resolve, reject);
      })
    );
    await tracing?.request({ ...facts, route: '/after' }).end(200, false);
    await collector.span('GET /after');
    const span = await collector.span('GET /many');
    expect(span.attributes).toMatchObject({ 'openvcloud.statements.left_out': 3, 'error.type': 'abandoned' });
    const statements = collector.spans.filter(({ parentSpanId }) => parentSpanId === span.spanId);
    expect(statements).toHaveLength(200);
    expect(statements.filter(({ isError }) => isError)).toMatchObject([{ attributes: { 'error.type': 'INTERNAL' } }]);
    expect(JSON.stringify(statements)).not.toMatch(/hunter4|division/);
  });
});

describe('a collector that does not work', () => {
  it.each(['refuses', 'hangs'] as const)(
    '(it %s) is complained of once, and neither requests nor the stop wait for it',
    async (manner) => {
      const lines: string[] = [];
      const log = pino({}, { write: (line: string) => void lines.push(line) });
      const collector = await startCollector(manner);
      const tracing = open(collector, { log, sendMs: 4_000 });
      const test = await startTestApp({ tracing });
      try {
        const deadline = Date.now() + 20_000;
        while (Date.now() < deadline && collector.headers.length < (manner === 'refuses' ? 3 : 1)) {
          expect((await test.call({ url: '/api/v1/jobs', token: test.tokens.viewer })).status).toBe(200);
        }
        expect((await test.call({ url: '/api/v1/jobs', token: test.tokens.viewer })).status).toBe(200);
        const stoppedAt = Date.now();
        await tracing.stop();
        expect(Date.now() - stoppedAt).toBeLessThan(6_000);
        expect(lines.filter((line) => line.includes('traces are lost'))).toHaveLength(1);
        expect(lines.join('')).not.toContain(SECRET);
      } finally {
        await test.close();
        await collector.close();
      }
    }
  );
});

it('keeps the share of traces it is told to keep', async () => {
  const collector = await startCollector();
  const tracing = open(collector, { ratio: 0.5 });
  const facts = { method: 'GET', route: '/x', path: '/x', requestId: 'x', headers: {} };
  for (let i = 0; i < 1_000; i++) {
    tracing.request(facts).end(200, false);
  }
  await tracing.stop();
  expect(collector.spans.length).toBeGreaterThan(350);
  expect(collector.spans.length).toBeLessThan(650);
  await collector.close();
});
