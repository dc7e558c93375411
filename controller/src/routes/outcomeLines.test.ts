import { LIMITS, type LogLine, type UnsentReport, type ResultReport } from '@openvcloud/contract';
import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { LEASE_MS } from '../timing/leaseTimes';
import { execute, plantScripts, readJob, startAgent, type TestAgent } from '../testing/agent';
import { beatingReaper } from '../testing/beatingReaper';
import { startTestApp, type TestApp } from '../testing/app';
import { EventReader } from '../testing/eventReader';

const ERROR = {
  type: 'ValueError',
  message: 'bad value 42',
  backtrace: 'Traceback (most recent call last):\n  File "echo.py", line 3, in action',
  file: '/tmp/x/echo.py',
  line: 3,
  function: 'action',
  code: 'x',
};

describe('an outcome that does not count', () => {
  let test: TestApp;
  let agent: TestAgent;
  let now = Date.UTC(2026, 10, 22);
  beforeAll(async () => {
    test = await startTestApp({ now: () => now });
    await plantScripts(test, {
      'o/echo': 'def action(): pass\n',
      'o/quiet': 'log = False\ndef action(): pass\n',
    });
  });
  beforeEach(async () => {
    await test.database.database.query({ text: 'truncate jobs, nodes, log_lines', values: [] });
    agent = await startAgent(test, 1);
  });
  afterAll(() => test.close());

  const give = async (changes: Partial<Parameters<typeof execute>[1]> = {}): Promise<string> => {
    const target = changes.role === undefined ? { nid: 1 } : {};
    return (await execute(test, { organization: 'o', name: 'echo', ...target, ...changes })).jobs[0]?.guid ?? '';
  };
  const started = (guid: string, attempt = 1) => ({ kind: 'started' as const, guid, attempt, time: now });
  const ended = (guid: string, changes: Partial<ResultReport> = {}): UnsentReport => ({
    kind: 'result',
    guid,
    attempt: 1,
    time: now,
    state: 'OK',
    result: { a: 1 },
    ...changes,
  });
  const failed = (guid: string, changes: Partial<ResultReport> = {}) =>
    ended(guid, { state: 'ERROR', result: undefined, error: ERROR, ...changes });
  const line = (guid: string, seq: number, message: string): UnsentReport => ({
    kind: 'logs',
    guid,
    attempt: 1,
    lines: [{ seq, time: now, level: 5, category: 'stdout', message }],
  });
  /** Its agent is not heard of for longer than a lease. */
  const giveUp = async () => {
    const watch = beatingReaper(test, () => now);
    await watch.pass();
    for (let waited = 0; waited < LEASE_MS + 2_000; waited += 2_000) {
      now += 2_000;
      await watch.pass();
    }
  };
  const linesOf = async (guid: string): Promise<LogLine[]> => {
    const { body } = await test.call({ url: `/api/v1/jobs/${guid}/logs`, token: test.tokens.viewer });
    return (body as { items: LogLine[] }).items;
  };
  const outcomesOf = async (guid: string) =>
    (await linesOf(guid)).filter(({ category }) => category === 'attempt.outcome');

  describe('of a job that had ended as AGENT_LOST', () => {
    let guid: string;
    beforeEach(async () => {
      guid = await give();
      await agent.work();
      await agent.report(started(guid), line(guid, 1, 'in time'));
      await giveUp();
    });

    it('is a line of its log, once, and changes nothing else', async () => {
      const lost = await readJob(test, guid);
      const spoolId = randomUUID();
      const late = [{ seq: 1, ...ended(guid, { time: now - 19_700 }) }];
      expect(await agent.send(spoolId, late)).toEqual({ acknowledged: 1, refused: [] });
      expect(await agent.send(spoolId, late)).toEqual({ acknowledged: 1, refused: [] });
      expect(await agent.report(failed(guid))).toMatchObject({
        refused: [{ reason: 'expected one result of attempt 1, got another' }],
      });
      expect(await outcomesOf(guid)).toMatchObject([
        {
          seq: 10_000_000,
          level: 5,
          time: now - 19_700,
          nid: 1,
          nodeName: 'node-1',
          organization: 'o',
          cmd: 'echo',
          message:
            'Late outcome of attempt 1, not counted because the job had ended as AGENT_LOST: OK after 12.3 s, result {"a":1}',
          truncatedFrom: null,
        },
      ]);
      expect(lost).toMatchObject({ state: 'ERROR', nativeState: 'AGENT_LOST', logLines: 1 });
      expect(await readJob(test, guid)).toEqual({ ...lost, logLines: 2 });
    });

    it('is one also when it comes several times at the same moment', async () => {
      const answers = await Promise.all(
        Array.from({ length: 5 }, () => agent.send(randomUUID(), [{ seq: 1, ...ended(guid) }]))
      );
      expect(answers.flatMap(({ refused }) => refused)).toHaveLength(4);
      expect(await outcomesOf(guid)).toHaveLength(1);
      expect(await readJob(test, guid)).toMatchObject({ logLines: 2 });
    });

    it('says the error with its backtrace', async () => {
      await agent.report(failed(guid, { state: 'TIMEOUT', error: { ...ERROR, type: 'Timeout' } }));
      expect(await outcomesOf(guid)).toMatchObject([
        {
          level: 2,
          message: `Late outcome of attempt 1, not counted because the job had ended as AGENT_LOST: TIMEOUT after 32.0 s: Timeout: bad value 42\n${ERROR.backtrace}`,
        },
      ]);
    });

    it.each([
      ['as a whole', { result: 'x'.repeat(70_000) }, 70_002],
      ['as its agent shortened it', { result: 'x'.repeat(1000), resultTruncated: 9_000_000 }, 9_000_000],
      ['with long numbers', { result: undefined, resultJson: `[${'9'.repeat(70_000)}]` }, 70_002],
    ])(
      'is shortened to the limit of a line, with the true size of a result that came %s',
      async (_title, result, size) => {
        await agent.report(ended(guid, result));
        const [outcome] = await outcomesOf(guid);
        const prefix =
          'Late outcome of attempt 1, not counted because the job had ended as AGENT_LOST: OK after 32.0 s, result ';
        expect(outcome?.truncatedFrom).toBe(prefix.length + size);
        expect(outcome?.message.startsWith(prefix)).toBe(true);
        expect(outcome?.message.length).toBeLessThanOrEqual(LIMITS.messageBytes);
      }
    );

    it('is taken from its node only, and only when it can be true', async () => {
      const other = await startAgent(test, 2);
      expect(await other.report(ended(guid))).toMatchObject({
        refused: [{ reason: 'expected a job of node 2, got one of node 1' }],
      });
      expect(await agent.report(failed(guid, { error: undefined }), started(guid))).toMatchObject({
        refused: [
          { reason: 'expected an error in a result that is ERROR, got none' },
          { reason: expect.stringContaining('what ended does not change') },
        ],
      });
      expect(await outcomesOf(guid)).toEqual([]);
    });

    it('is kept although the job has as many lines as it may have', async () => {
      await test.database.database.query({ text: 'update jobs set log_lines = $1', values: [LIMITS.linesPerJob] });
      await agent.report(line(guid, 2, 'too much'), ended(guid, { droppedLines: 5 }));
      expect(await outcomesOf(guid)).toHaveLength(1);
      const [job] = await test.database.database.query({
        text: 'select log_lines, dropped_lines from jobs',
        values: [],
      });
      expect(job).toEqual({ log_lines: LIMITS.linesPerJob + 1, dropped_lines: 6 });
    });

    it('is streamed like other lines, each once', async () => {
      const address = test.app.server.address();
      const url = typeof address === 'object' ? `http://127.0.0.1:${address?.port}/api/v1/stream?jobs=false` : '';
      const first = await EventReader.open(url, test.tokens.viewer);
      first.close();
      await agent.report(line(guid, 2, 'late'), ended(guid));
      // Between the two by time and number, and there when they are read.
      await agent.report(line(guid, 3, 'later'));
      await agent.report(line(guid, 4, 'last'));
      const reader = await EventReader.open(url, test.tokens.viewer, first.lastId);
      await reader.until(() => reader.events.some(({ data }) => (data as LogLine).message === 'last'));
      expect(reader.events.map(({ data }) => (data as LogLine).seq)).toEqual([2, 10_000_000, 3, 4]);
      reader.close();
    });
  });

  it('of a JumpScript that keeps no lines is kept', async () => {
    const guid = await give({ name: 'quiet' });
    await agent.work();
    await agent.report(started(guid));
    await giveUp();
    await agent.report(line(guid, 1, 'not kept'), ended(guid));
    expect(await linesOf(guid)).toMatchObject([{ category: 'attempt.outcome' }]);
    expect(await readJob(test, guid)).toMatchObject({ log: false, logLines: 1 });
  });

  it('of an attempt that is followed by another is a line of the job', async () => {
    const guid = await give({ maxAttempts: 3 });
    await agent.work();
    await agent.report(started(guid));
    now += 500;
    expect(await agent.report(failed(guid, { droppedLines: 2 }), failed(guid))).toMatchObject({
      refused: [{ reason: 'expected one result of attempt 1, got another' }],
    });
    expect(await readJob(test, guid)).toMatchObject({ state: 'SCHEDULED', attempt: 2, logLines: 1, error: null });
    await agent.work();
    await agent.report(started(guid, 2));
    now += 12_345;
    await agent.report(failed(guid, { attempt: 2, state: 'TIMEOUT', error: { ...ERROR, backtrace: null } }));
    expect(await agent.report(failed(guid))).toMatchObject({ refused: [{ seq: expect.any(Number) }] });
    await agent.work();
    await agent.report(started(guid, 3), ended(guid, { attempt: 3 }));
    expect(await readJob(test, guid)).toMatchObject({ state: 'OK', attempt: 3, logLines: 2 });
    expect(await linesOf(guid)).toMatchObject([
      {
        seq: 9_999_999,
        level: 2,
        category: 'attempt.outcome',
        message: `Attempt 1 of 3 ended as ERROR after 500 ms: ValueError: bad value 42\n${ERROR.backtrace}`,
      },
      {
        seq: 19_999_999,
        level: 2,
        category: 'attempt.outcome',
        message: 'Attempt 2 of 3 ended as TIMEOUT after 12.3 s: ValueError: bad value 42',
      },
    ]);
    const [job] = await test.database.database.query({ text: 'select dropped_lines from jobs', values: [] });
    expect(job).toEqual({ dropped_lines: 2 });
  });

  it('of an attempt that was given up is a line, and so is what its node says of it later, whatever became of the job', async () => {
    const other = await startAgent(test, 2);
    const guid = await give({ maxAttempts: 3, role: 'node' });
    await agent.work();
    await agent.report(started(guid), line(guid, 1, 'in time'));
    await giveUp();
    expect(await readJob(test, guid)).toMatchObject({ state: 'SCHEDULED', attempt: 2, logLines: 2 });
    await other.work();
    await other.report(started(guid, 2));
    const spoolId = randomUUID();
    const late = [
      { seq: 1, ...line(guid, 2, 'late') },
      { seq: 2, ...failed(guid) },
    ];
    expect(await agent.send(spoolId, late)).toMatchObject({ refused: [] });
    expect(await agent.send(spoolId, late)).toMatchObject({ refused: [] });
    expect(await readJob(test, guid)).toMatchObject({ state: 'RUNNING', nid: 2, attempt: 2, logLines: 4 });
    now += 1;
    await other.report(ended(guid, { attempt: 2 }));
    expect(await agent.report(ended(guid))).toMatchObject({
      refused: [{ reason: 'expected one result of attempt 1, got another' }],
    });
    expect(await other.report(ended(guid))).toMatchObject({
      refused: [{ reason: 'expected attempt 2, got attempt 1' }],
    });
    expect(await readJob(test, guid)).toMatchObject({ state: 'OK', attempt: 2, logLines: 4, result: { a: 1 } });
    expect((await outcomesOf(guid)).map(({ seq, nid, nodeName, message }) => [seq, nid, nodeName, message])).toEqual([
      [
        9_999_999,
        1,
        'node-1',
        expect.stringMatching(
          /^Attempt 1 of 3 ended as AGENT_LOST: Agent node-1 \(node 1\) stopped reporting while this job ran: .* The job may have had effects on the node\.$/
        ),
      ],
      [
        10_000_000,
        1,
        'node-1',
        `Late outcome of attempt 1, not counted because it had been given up as AGENT_LOST: ERROR: ValueError: bad value 42\n${ERROR.backtrace}`,
      ],
    ]);
  });

  it('has numbers that no agent can use', async () => {
    const guid = await give();
    await agent.work();
    const answer = await agent.report(
      started(guid),
      line(guid, 9_999_999, 'made up'),
      line(guid, 9_999_998, 'the last')
    );
    expect(answer.refused).toMatchObject([{ reason: 'expected lines.seq of at most 9999998, got 9999999' }]);
    expect(await linesOf(guid)).toMatchObject([{ message: 'the last' }]);
  });
});
