import { ENDPOINTS, type Endpoint, type Role } from '@openvcloud/contract';
import fc from 'fast-check';
import { Agent } from 'node:http';
import { startTestApp, type TestApp } from './testing/app';
import { execute, plantScripts, startAgent } from './testing/agent';
import type { KnownValues } from './testing/fuzz/fromSchema';
import { fuzzRequests, type FuzzRequest } from './testing/fuzz/fuzzRequests';
import { sendRequest, type FuzzAnswer } from './testing/fuzz/sendRequest';
import { seedJobs } from './testing/seed';

/** Requests per endpoint, and what they are drawn from: the same numbers make the same requests. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 50);
const SEED = Number(process.env.FUZZ_SEED ?? 1);
/** No answer may take longer; a long poll may be asked to wait for a minute. */
const LIMIT_MS = 70_000;

jest.setTimeout(60_000 + RUNS * 2_000);

describe(`whatever is asked (FUZZ_SEED=${SEED} FUZZ_RUNS=${RUNS})`, () => {
  const agent = new Agent({ keepAlive: true });
  let test: TestApp;
  let origin: string;
  let tokens: Record<Role, string>;
  let known: KnownValues;

  beforeAll(async () => {
    test = await startTestApp();
    const now = Date.now();
    await seedJobs(test.services.database, { count: 200, from: now - 60_000, to: now });
    await plantScripts(test, { 'fuzz/echo': 'descr = "x"\ndef action(text="a"):\n    return text\n' });
    const node = await startAgent(test, 7);
    const { jobs } = await execute(test, { organization: 'fuzz', name: 'echo', role: 'node', all: true });
    const [job] = await node.work();
    tokens = { ...test.tokens, agent: node.token };
    origin = await listening(test);
    known = {
      guid: [jobs[0]?.guid, jobs[0]?.batchGuid],
      id: ['fuzz:echo'],
      nid: [7],
      field: ['state', 'cmd', 'tags'],
      hash: [job?.hash],
      organization: ['fuzz'],
      name: ['echo'],
      role: ['node', 'agent', 'viewer'],
      sessionId: [node.sessionId],
      spoolId: ['spool-of-the-fuzz'],
      sort: ['-timeStart', 'cmd', '-result'],
      seq: [1, 2, 3, 4],
      waitMs: [0, 1, 50],
    };
  });
  afterAll(async () => {
    agent.destroy();
    await test.close();
  });

  it.each(Object.entries<Endpoint>(ENDPOINTS))(
    '%s answers, and never with a fault of its own',
    async (_name, endpoint) => {
      const role = endpoint.roles.at(-1) ?? 'viewer';
      await fc.assert(
        fc.asyncProperty(fuzzRequests(endpoint, known), async (request) => {
          const answer = await sendRequest(origin, request, { token: tokens[role], agent, limitMs: LIMIT_MS });
          expectGoodAnswer(request, answer);
        }),
        { numRuns: RUNS, seed: SEED, endOnFailure: process.env.FUZZ_SHRINK !== 'yes' }
      );
      const ready = await sendRequest(origin, READY, { token: tokens.viewer, agent, limitMs: LIMIT_MS });
      expect(ready.status).toBe(200);
    }
  );
});

const READY: FuzzRequest = { method: 'GET', path: '/readyz', headers: {}, body: null };

function expectGoodAnswer(request: FuzzRequest, { status, contentType, text }: FuzzAnswer): void {
  const what = `${request.method} ${request.path.slice(0, 300)} → ${status} ${text.slice(0, 500)}`;
  if (status >= 500 || status < 200) {
    throw new Error(`Expected no fault of the controller, got ${what}`);
  }
  if (status >= 400) {
    const problem: unknown = contentType === 'application/problem+json' ? JSON.parse(text) : contentType;
    const texts = {
      title: expect.any(String),
      code: expect.any(String),
      detail: expect.any(String),
      action: expect.any(String),
    };
    expect({ what, problem }).toEqual({ what, problem: expect.objectContaining({ status, ...texts }) });
  }
}

async function listening({ app }: TestApp): Promise<string> {
  const address = app.server.address();
  return typeof address === 'object' && address !== null
    ? `http://127.0.0.1:${address.port}`
    : app.listen({ host: '127.0.0.1', port: 0 });
}
