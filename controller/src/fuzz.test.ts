import {
  ENDPOINTS,
  type BulkAct,
  type Endpoint,
  type EndpointName,
  type FailureList,
  type Role,
} from '@openvcloud/contract';
import fc from 'fast-check';
import { Agent } from 'node:http';
import { startTestApp, type TestApp } from './testing/app';
import { execute, plantScripts, startAgent, type TestAgent } from './testing/agent';
import { openBridge } from './testing/bridge';
import type { KnownValues } from './testing/fuzz/fromSchema';
import { fuzzRequests, type FuzzRequest } from './testing/fuzz/fuzzRequests';
import { sendRequest, type FuzzAnswer } from './testing/fuzz/sendRequest';
import { seedJobs } from './testing/seed';

/** Requests per endpoint, and what they are drawn from: the same numbers make the same requests. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 50);
const SEED = Number(process.env.FUZZ_SEED ?? 1);
/** No answer may take longer; a long poll may be asked to wait for a minute. */
const LIMIT_MS = 70_000;
/** So many answers must be a success: requests that are all refused at the door find nothing behind it. */
const LEAST_SUCCESS = 0.06;
/** What can be done once to each thing there is. */
const ONCE: ReadonlySet<string> = new Set([
  'rerunBatch',
  'deleteToken',
  'startBulkAct',
  'stopBulkAct',
] satisfies EndpointName[]);
/** Things of each kind to do it to. */
const THINGS = 12;

jest.setTimeout(60_000 + RUNS * 2_000);

describe(`whatever is asked (FUZZ_SEED=${SEED} FUZZ_RUNS=${RUNS})`, () => {
  const agent = new Agent({ keepAlive: true });
  let test: TestApp;
  let origin: string;
  let tokens: Record<Role, string>;
  let known: KnownValues;
  let batches: string[];
  let waiting: string[];
  let bulkActs: string[];
  /** A new session ends the former one: where sessions are made, another node's is. */
  let registering: string;

  beforeAll(async () => {
    test = await startTestApp();
    const now = Date.now();
    await seedJobs(test.services.database, { count: 200, from: now - 60_000, to: now });
    await plantScripts(test, { 'fuzz/echo': 'descr = "x"\ndef action(text="a"):\n    return text\n' });
    const node = await startAgent(test, 7);
    tokens = { ...test.tokens, agent: node.token, bridge: await test.bridgeToken('fuzzed') };
    origin = await listening(test);
    const { guids, hash, ...failed } = await failBatches(node);
    batches = failed.batches;
    const made = await Promise.all(Array.from({ length: THINGS }, makeToken));
    waiting = (await execute(test, { ...ECHO, nid: 7 })).jobs.map(({ guid }) => guid);
    bulkActs = await Promise.all(Array.from({ length: THINGS }, prepareAct));
    registering = await test.agentToken(8);
    const bridge = await openBridge(test, 'fuzzed', 'ac8', { token: tokens.bridge });
    known = {
      guid: [...guids, ...waiting],
      id: ['fuzz:echo'],
      tokenId: made,
      nid: [7],
      field: ['state', 'cmd', 'tags'],
      hash: [hash],
      organization: ['fuzz'],
      name: ['echo'],
      role: ['node', 'agent', 'viewer'],
      args: [{}, { text: 'a' }, { text: [1, { a: null }] }],
      sessionId: [node.sessionId],
      instance: [bridge.instance],
      key: [await failureKey()],
      filter: [['state|=|ERROR'], ['cmd|=|echo', 'state|in|SCHEDULED']],
      spoolId: ['spool-of-the-fuzz'],
      sort: ['-timeStart', 'cmd', '-resultPreview'],
      seq: [1, 2, 3, 4],
      waitMs: [0, 1, 50],
      from: [0, now - 86_400_000, now - 60_000],
      to: [now, now + 60_000],
      bucketMs: [60_000, 86_400_000],
      groupBy: [['state'], ['queue', 'cmd'], ['nodeName', 'gid', 'category']],
      olderThan: [1, now - 86_400_000],
    };
  });
  afterAll(async () => {
    agent.destroy();
    await test.close();
  });

  it.each(Object.entries<Endpoint>(ENDPOINTS))(
    '%s answers, and never with a fault of its own',
    async (name, endpoint) => {
      const token = name === 'registerAgent' ? registering : tokens[endpoint.roles.at(-1) ?? 'viewer'];
      let successes = 0;
      await fc.assert(
        fc.asyncProperty(fuzzRequests(endpoint, knownTo(endpoint)), async (request) => {
          const answer = await sendRequest(origin, request, { token, agent, limitMs: LIMIT_MS });
          expectGoodAnswer(request, answer);
          successes += answer.status < 300 ? 1 : 0;
        }),
        { numRuns: RUNS, seed: SEED, endOnFailure: process.env.FUZZ_SHRINK !== 'yes' }
      );
      const ready = await sendRequest(origin, READY, { token: tokens.viewer, agent, limitMs: LIMIT_MS });
      expect(ready.status).toBe(200);
      expect(successes).toBeGreaterThanOrEqual(ONCE.has(name) ? 1 : RUNS * LEAST_SUCCESS);
    }
  );

  /** Names of path parameters mean what their path says. */
  function knownTo({ path }: Endpoint): KnownValues {
    const { tokenId, ...others } = known;
    return {
      ...others,
      ...(path.includes('/batches/') ? { guid: batches } : {}),
      ...(path.includes('/bulk-acts/') ? { guid: bulkActs } : {}),
      ...(path.endsWith('/:guid/cancel') && path.includes('/jobs/') ? { guid: waiting } : {}),
      ...(path.includes('/tokens/') ? { id: tokenId ?? [] } : {}),
    };
  }

  /** Batches whose jobs ended as ERROR, so that they can be run again. */
  async function failBatches(node: TestAgent) {
    const made = await Promise.all(
      Array.from({ length: THINGS }, () => execute(test, { ...ECHO, role: 'node', all: true }))
    );
    const work = await node.work({ default: THINGS });
    const error = { type: 'E', message: 'm', backtrace: null, file: null, line: null, function: null, code: null };
    const time = Date.now();
    await node.report(
      ...work.map(({ guid }) => ({ kind: 'started' as const, guid, attempt: 1, time, pid: 1 })),
      ...work.map(({ guid }) => ({ kind: 'result' as const, guid, attempt: 1, time, state: 'ERROR' as const, error }))
    );
    return {
      // Of the others nothing is run again before their batches are.
      guids: work.slice(0, THINGS / 2).map(({ guid }) => guid),
      hash: work[0]?.hash,
      batches: made.flatMap(({ batchGuid }) => batchGuid ?? []),
    };
  }

  /** Nothing but what it chose is acted on: the jobs that the others ask about stay. */
  async function prepareAct(): Promise<string> {
    const payload = { action: 'rerun', filter: ['state|=|ERROR'] };
    const { body } = await test.call({ method: 'POST', url: '/api/v1/bulk-acts', token: tokens.operator, payload });
    return (body as BulkAct).guid;
  }

  async function failureKey(): Promise<string> {
    const url = `/api/v1/failures?from=0&to=${Date.now() + 60_000}`;
    const { body } = await test.call({ url, token: tokens.viewer });
    return (body as FailureList).items[0]?.key ?? '';
  }

  async function makeToken(): Promise<string> {
    return (await test.services.tokens.create({ name: 'made', role: 'viewer', nid: null })).info.id;
  }
});

const ECHO = { organization: 'fuzz', name: 'echo' };

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
