import type { ReportsResponse } from '@openvcloud/contract';
import fc from 'fast-check';
import { Agent } from 'node:http';
import { execute, plantScripts, readJob, startAgent, type TestAgent } from './testing/agent';
import { startTestApp, type TestApp } from './testing/app';
import { nearlyValid } from './testing/fuzz/fromSchema';
import { hostileJson, hostileNumber, hostileText } from './testing/fuzz/hostile';
import { sendRequest } from './testing/fuzz/sendRequest';

const RUNS = Number(process.env.FUZZ_RUNS ?? 50);
const SEED = Number(process.env.FUZZ_SEED ?? 1);
const LIMIT_MS = 70_000;

jest.setTimeout(60_000 + RUNS * 2_000);

/** Stands for arrays that are nested deeper than JSON.stringify goes. */
const DEEP = 'a hundred thousand levels';

/** Also with a character where a limit may go through it, and what no index compresses. */
const text = fc.oneof(
  { weight: 3, arbitrary: hostileText },
  fc.constantFrom(199, 299, 999, 1999, 3999, 65_535, 262_143).map((length) => `${'x'.repeat(length)}😀 tail`),
  fc.string({ unit: 'binary', minLength: 200, maxLength: 4_000 })
);
/** Mostly one that fits its column: else most reports would be refused before anything is stored. */
const integer = fc.oneof(
  { weight: 30, arbitrary: fc.integer({ min: 0, max: 1_000 }) },
  hostileNumber.map(Math.trunc).filter(Number.isSafeInteger),
  fc.maxSafeInteger()
);
const nullable = (arbitrary: fc.Arbitrary<unknown>) => fc.option(arbitrary, { freq: 4 });

/** Lines as the contract wants them, with anything in them. */
const lines = fc.array(
  fc.record(
    {
      seq: fc.integer({ min: 1, max: 1_000 }),
      time: fc.oneof({ weight: 4, arbitrary: fc.constant(1_780_000_000_000) }, integer),
      level: fc.integer({ min: 1, max: 9 }),
      category: text.map((one) => one.slice(0, 200)),
      message: text,
      truncatedFrom: integer,
      pid: integer,
      tags: fc.array(text, { maxLength: 60 }),
    },
    { requiredKeys: ['seq', 'time', 'level', 'category', 'message'] }
  ),
  { maxLength: 5 }
);
const error = fc.record({
  type: text,
  message: text,
  backtrace: nullable(text),
  file: nullable(text),
  line: nullable(integer),
  function: nullable(text),
  code: nullable(text),
});
const result = fc.record(
  {
    state: fc.constantFrom('OK', 'ERROR', 'TIMEOUT'),
    nativeState: text.map((one) => one.slice(0, 100)),
    resultCode: integer,
    result: hostileJson,
    resultJson: fc.oneof(
      { weight: 4, arbitrary: hostileJson.map((value) => JSON.stringify(value)) },
      { weight: 4, arbitrary: text.map((inner) => `"${inner.replace(/["\\\0-\x1f]/g, '')}"`) },
      text
    ),
    resultTruncated: integer,
    droppedLines: integer,
    error,
    time: integer,
  },
  { requiredKeys: ['state', 'error'] }
);
const stats = fc.array(fc.record({ time: integer, name: text.map((one) => one.slice(0, 100)), value: hostileNumber }), {
  maxLength: 3,
});

describe(`whatever an agent reports (FUZZ_SEED=${SEED} FUZZ_RUNS=${RUNS})`, () => {
  const agent = new Agent({ keepAlive: true });
  let test: TestApp;
  let node: TestAgent;
  let origin: string;
  beforeAll(async () => {
    test = await startTestApp();
    await plantScripts(test, { 'fuzz/echo': 'def action(): pass\n' });
    node = await startAgent(test, 7);
    const address = test.app.server.address();
    origin = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  });
  afterAll(async () => {
    agent.destroy();
    await test.close();
  });

  const post = async (reports: unknown): Promise<{ status: number; text: string }> => {
    const text = JSON.stringify({ sessionId: node.sessionId, spoolId: 'spool-of-the-fuzz', reports });
    const body = text.replace(JSON.stringify(DEEP), `${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    const headers = { 'content-type': 'application/json' };
    const request = { method: 'POST', path: '/api/v1/agent/reports', headers, body: Buffer.from(body) };
    return sendRequest(origin, request, { token: node.token, agent, limitMs: LIMIT_MS });
  };
  const given = async (): Promise<string> => {
    const { jobs } = await execute(test, { organization: 'fuzz', name: 'echo', nid: 7, maxAttempts: 2 });
    await node.work();
    return jobs[0]?.guid ?? '';
  };
  let seq = 0;

  it('what the contract allows is stored or refused by itself, and never holds up what comes behind it', async () => {
    const property = fc.asyncProperty(lines, result, stats, async (someLines, someResult, someStats) => {
      const guid = await given();
      const of = { guid, attempt: 1 };
      const answer = await post([
        { seq: ++seq, kind: 'started', ...of, time: Date.now() },
        { seq: ++seq, kind: 'logs', ...of, lines: someLines },
        { seq: ++seq, kind: 'stats', stats: someStats },
        { seq: ++seq, kind: 'result', ...of, ...someResult },
      ]);
      expect(answer).toMatchObject({ status: 200, text: expect.stringContaining('acknowledged') });
      const { acknowledged, refused }: ReportsResponse = JSON.parse(answer.text);
      expect(acknowledged).toBe(seq);
      const isRefused = refused.some((one) => one.seq === seq);
      expect({ isRefused, state: (await readJob(test, guid)).state }).not.toEqual({
        isRefused: false,
        state: 'RUNNING',
      });
    });
    await fc.assert(property, { numRuns: RUNS, seed: SEED, endOnFailure: process.env.FUZZ_SHRINK !== 'yes' });
  });

  it('what it does not allow is no fault of the controller either', async () => {
    const report = fc
      .tuple(fc.constantFrom('started', 'logs', 'result', 'stats'), lines, result, stats)
      .map(([kind, ofLines, ofResult, ofStats]) => ({ seq: 1, kind, lines: ofLines, ...ofResult, stats: ofStats }));
    const deep = fc
      .constantFrom('kind', 'guid', 'seq', 'lines', 'stats', 'error', 'result', 'else')
      .map((name) => ({ seq: 1, kind: 'stats', [name]: DEEP }));
    const wrong = fc.oneof({ weight: 9, arbitrary: nearlyValid(report) }, { weight: 2, arbitrary: deep });
    const property = fc.asyncProperty(wrong, async (value) => {
      const about = { guid: await given(), attempt: 1 };
      const { status, text } = await post([typeof value === 'object' ? { ...about, ...value } : value]);
      expect({ isFault: status >= 500, answer: status >= 500 && text }).toEqual({ isFault: false, answer: false });
    });
    await fc.assert(property, { numRuns: RUNS, seed: SEED, endOnFailure: process.env.FUZZ_SHRINK !== 'yes' });
  });
});
