import type { Assignment, ExecuteResponse, Report, ResultReport } from '@openvcloud/contract';
import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { gzipSync } from 'node:zlib';
import { LEASE_MS } from '../timing/leaseTimes';
import { execute, plantScripts, readJob, startAgent, type TestAgent } from '../testing/agent';
import { beatingReaper } from '../testing/beatingReaper';
import { startTestApp, type TestApp } from '../testing/app';

const ERROR = {
  type: 'ValueError',
  message: 'bad value 42',
  backtrace: 'Traceback',
  file: '/tmp/x/echo.py',
  line: 3,
  function: 'action',
  code: 'x',
};

describe('the agent protocol', () => {
  let test: TestApp;
  let agent: TestAgent;
  let now = Date.UTC(2026, 10, 22);
  const reaper = () =>
    beatingReaper(
      test,
      () => now,
      (ended) => test.services.metrics.work.countEnded(ended)
    );
  beforeAll(async () => {
    test = await startTestApp({ now: () => now });
    await plantScripts(test, {
      'o/echo': 'def action(text=""): pass\n',
      'o/io': 'queue = "io"\ndef action(): pass\n',
      'o/any': 'def action(**given): pass\n',
      'o/quiet': 'log = False\ndef action(): pass\n',
    });
  });
  beforeEach(async () => {
    await test.database.database.query({ text: 'truncate jobs, nodes, log_lines, schedules', values: [] });
    agent = await startAgent(test, 1);
  });
  afterAll(() => test.close());

  const give = async (changes: Partial<Parameters<typeof execute>[1]> = {}): Promise<string> => {
    const { jobs } = await execute(test, {
      organization: 'o',
      name: 'echo',
      ...(changes.role === undefined ? { nid: 1 } : {}),
      ...changes,
    });
    return jobs[0]?.guid ?? '';
  };
  const started = (guid: string, attempt = 1) => ({ kind: 'started' as const, guid, attempt, time: now, pid: 7 });
  const ended = (guid: string, changes: Partial<ResultReport> = {}) => ({
    kind: 'result' as const,
    guid,
    attempt: 1,
    time: now,
    state: 'OK' as const,
    result: { a: 1 },
    ...changes,
  });
  const lines = (guid: string, ...messages: string[]) => ({
    kind: 'logs' as const,
    guid,
    attempt: 1,
    lines: messages.map((message, index) => ({
      seq: index + 1,
      time: now + index,
      level: 5,
      category: 'stdout',
      message,
    })),
  });
  const storedLines = (guid: string) =>
    test.database.database.query<{ message: string; truncated_from: number | null }>({
      text: 'select message, truncated_from from log_lines where job_guid = $1 order by time, seq',
      values: [guid],
    });

  const storedSeqs = async (guid: string) => {
    const rows = await test.database.database.query<{ seq: number; message: string }>({
      text: 'select seq, message from log_lines where job_guid = $1 order by seq',
      values: [guid],
    });
    return rows.map(({ seq, message }) => [seq, message]);
  };

  it('carries a job from SCHEDULED through RUNNING to OK, with its lines', async () => {
    const guid = await give({ args: { text: 'hi' } });
    const [job] = await agent.work();
    expect(job).toMatchObject({
      guid,
      organization: 'o',
      name: 'echo',
      path: 'o/echo.py',
      args: { text: 'hi' },
      attempt: 1,
      queue: 'default',
      timeoutSeconds: 300,
    });
    expect(await readJob(test, guid)).toMatchObject({ state: 'SCHEDULED', nid: 1 });
    now += 500;
    await agent.report(started(guid), lines(guid, 'one', 'two'));
    expect(await readJob(test, guid)).toMatchObject({
      state: 'RUNNING',
      waitMs: 500,
      logLines: 2,
      leaseUntil: expect.any(Number),
    });
    now += 1500;
    await agent.report(lines(guid, 'three'), ended(guid));
    expect(await readJob(test, guid)).toMatchObject({
      state: 'OK',
      nativeState: 'OK',
      runMs: 1500,
      result: { a: 1 },
      resultCode: 0,
      logLines: 3,
      leaseUntil: null,
    });
    expect((await storedLines(guid)).map(({ message }) => message)).toEqual(['one', 'two', 'three']);
  });

  it('serves the source of an assignment by its hash', async () => {
    await give();
    const [job] = await agent.work();
    const answer = await test.call({ url: `/api/v1/agent/jumpscripts/${job?.hash}`, token: agent.token });
    expect(answer).toMatchObject({ status: 200, body: { hash: job?.hash, text: 'def action(text=""): pass\n' } });
    expect(await test.call({ url: `/api/v1/agent/jumpscripts/${'0'.repeat(64)}`, token: agent.token })).toMatchObject({
      status: 404,
      body: { code: 'UNKNOWN_SOURCE' },
    });
  });

  it('keeps an error with its signature', async () => {
    const guid = await give();
    await agent.work();
    await agent.report(started(guid), ended(guid, { state: 'ERROR', error: ERROR, result: undefined }));
    expect(await readJob(test, guid)).toMatchObject({
      state: 'ERROR',
      resultCode: 1,
      result: null,
      error: { ...ERROR, signature: 'ValueError: bad value <n> | /tmp/x/echo.py | action()' },
    });
  });

  it('keeps integers that JavaScript cannot hold, to the last digit: in args, results, and on the way to the agent', async () => {
    const { body } = await test.call({
      method: 'POST',
      url: '/api/v1/jobs',
      token: test.tokens.operator,
      headers: { 'content-type': 'application/json' },
      payload: '{"organization":"o","name":"echo","nid":1,"args":{"text":[9007199254740993,1e400]}}',
    });
    const { guid = '' } = (body as ExecuteResponse).jobs[0] ?? {};
    expect(await agent.work()).toMatchObject([{ guid, argsJson: '{"text":[9007199254740993,1e400]}' }]);
    expect(await agent.report(ended(guid, { result: undefined, resultJson: '{"n": 1' }))).toMatchObject({
      refused: [{ reason: 'expected JSON in resultJson, got other text' }],
    });
    await agent.report(ended(guid, { result: undefined, resultJson: '{"n": 18446744073709551616}' }));
    const { text } = await test.call({ url: `/api/v1/jobs/${guid}`, token: test.tokens.viewer });
    expect(text).toContain('"args":{"text":[9007199254740993,1e400]},"result":{"n": 18446744073709551616}');
  });

  it.each([
    '{"__proto__":1}',
    '{"a":{"__proto__":{"isAdmin":true}},"b":[{"__proto__":null}]}',
    '{"constructor":{"prototype":{"isAdmin":true}},"toString":"x","hasOwnProperty":2}',
    '{"2":"second","1":"first","f":1.0,"e":1E2,"s":"\\u00e9\\/"}',
  ])('gives an agent the args %s byte for byte as they came, and nobody else a part of them', async (args) => {
    const made = await test.call({
      method: 'POST',
      url: '/api/v1/jobs',
      token: test.tokens.operator,
      headers: { 'content-type': 'application/json' },
      payload: `{"organization":"o","name":"any","nid":1,"args":${args},"maxAttempts":1}`,
    });
    expect(made.status).toBe(201);
    const { guid = '' } = (made.body as ExecuteResponse).jobs[0] ?? {};
    const [work] = await agent.work();
    expect(work?.argsJson ?? JSON.stringify(work?.args)).toBe(args);
    expect({}).not.toHaveProperty('isAdmin');
    const { text } = await test.call({ url: `/api/v1/jobs/${guid}`, token: test.tokens.viewer });
    expect(text).toContain(`"args":${args},`);
    await agent.report(started(guid), ended(guid, { result: undefined, resultJson: args }));
    const rerun = await test.call({ method: 'POST', url: `/api/v1/jobs/${guid}/rerun`, token: test.tokens.operator });
    expect(rerun.text).toContain(`"args":${args},`);
  });

  it.each([
    ['{"organization":"o","name":"echo","nid":1,"args":{"__proto__":1}}', 'BAD_ARGS', 'unknown "__proto__"'],
    ['{"organization":"o","name":"echo","nid":1,"__proto__":{"role":"x"}}', 'BAD_BODY', 'got "__proto__"'],
    ['{"organization":"o","name":"echo","nid":1,"constructor":{"prototype":1}}', 'BAD_BODY', 'got "constructor"'],
  ])('says of %s what is wrong with it, not with its JSON', async (payload, code, told) => {
    const headers = { 'content-type': 'application/json' };
    const url = '/api/v1/jobs';
    const answer = await test.call({ method: 'POST', url, token: test.tokens.operator, headers, payload });
    expect(answer.body).toMatchObject({ status: 400, code, detail: expect.stringContaining(told) });
  });

  it('hands out the oldest jobs first, at most as many per queue as are free', async () => {
    const guids = [];
    for (let i = 0; i < 5; i++) {
      now += 1;
      guids.push(await give());
    }
    const io = await give({ name: 'io' });
    expect((await agent.work({ default: 2, io: 1 })).map(({ guid }) => guid)).toEqual([guids[0], guids[1], io]);
    expect((await agent.work({ default: 2, hypervisor: 5, nonsense: 9 })).map(({ guid }) => guid)).toEqual([
      guids[2],
      guids[3],
    ]);
  });

  it('gives a job for a role to a node that has it, and to one only', async () => {
    const other = await startAgent(test, 2, ['storage']);
    const guid = await give({ role: 'storage' });
    expect(await agent.work()).toEqual([]);
    expect(await other.work()).toMatchObject([{ guid, roles: ['storage'] }]);
    expect(await readJob(test, guid)).toMatchObject({ nid: 2, nodeName: 'node-2' });
  });

  it('never hands out a job twice, however many poll at the same time', async () => {
    const others = await Promise.all([2, 3, 4, 5].map((nid) => startAgent(test, nid)));
    for (let i = 0; i < 10; i++) {
      await Promise.all(Array.from({ length: 10 }, () => give({ role: 'node' })));
    }
    const taken: Assignment[] = [];
    while (taken.length < 100) {
      const rounds = await Promise.all(
        [agent, ...others].flatMap((one) => [one.work({ default: 3 }), one.work({ default: 2 })])
      );
      taken.push(...rounds.flat());
    }
    expect(new Set(taken.map(({ guid }) => guid)).size).toBe(100);
    expect(taken).toHaveLength(100);
  });

  it('answers a long poll as soon as there is work', async () => {
    const stop = new AbortController();
    const { listenForWork } = await import('../dispatch/listenForWork');
    const listening = listenForWork(
      test.database.database,
      1,
      test.services.waiters,
      pino({ level: 'silent' }),
      stop.signal
    );
    const poll = agent.work({ default: 1 }, 30_000);
    while (test.services.waiters.size === 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    const guid = await give({ role: 'node' });
    expect(await poll).toMatchObject([{ guid }]);
    stop.abort();
    await listening;
  });

  it('queues jobs again whose answer could not be delivered', async () => {
    const gone = new AbortController();
    const poll = agent.work({ default: 1 }, 30_000, gone.signal).catch(() => 'gone');
    while (test.services.waiters.size === 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    gone.abort();
    expect(await poll).toBe('gone');
    const guid = await give();
    while ((await agent.work()).length === 0) {
      // Its former poll may have taken the job just before the connection was seen to be closed.
    }
    expect(await readJob(test, guid)).toMatchObject({ state: 'SCHEDULED', leaseUntil: expect.any(Number) });
  });

  it('takes a batch of reports once, however often it is sent', async () => {
    const guid = await give();
    await agent.work();
    const spoolId = randomUUID();
    const reports: Report[] = [
      { seq: 3, ...ended(guid) },
      { seq: 1, ...started(guid) },
      { seq: 2, ...lines(guid, 'a', 'b') },
    ];
    const answers = await Promise.all([
      agent.send(spoolId, reports),
      agent.send(spoolId, reports),
      agent.send(spoolId, reports),
    ]);
    expect(answers).toEqual(Array.from({ length: 3 }, () => ({ acknowledged: 3, refused: [] })));
    expect(await readJob(test, guid)).toMatchObject({ state: 'OK', logLines: 2 });
    expect(await storedLines(guid)).toHaveLength(2);
    expect(await agent.send(spoolId, [{ seq: 4, ...ended(guid, { result: 2 }) }])).toMatchObject({
      acknowledged: 4,
      refused: [{ seq: 4, reason: expect.stringContaining('ended as OK') }],
    });
    expect(await readJob(test, guid)).toMatchObject({ result: { a: 1 } });
  });

  it('refuses reports that cannot be true, and takes the others of the same batch', async () => {
    const guid = await give();
    const other = await startAgent(test, 2);
    const foreign = await give({ nid: 2 });
    await agent.work();
    await other.work();
    const answer = await agent.report(
      started(randomUUID()),
      started(foreign),
      started(guid, 2),
      { kind: 'result', guid, attempt: 1, state: 'ERROR' },
      started('\0'),
      { ...lines(guid, 'x'), lines: [{ seq: 1, time: 9e15, level: 5, category: '', message: '' }] },
      started(guid)
    );
    expect(answer.acknowledged).toBe(7);
    expect(answer.refused.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('expected a job this controller has'),
      'expected a job of node 1, got one of node 2',
      'expected attempt 1, got attempt 2',
      'expected an error in a result that is ERROR, got none',
      expect.stringContaining('expected a job this controller has'),
      expect.stringContaining('expected lines.time of at most'),
    ]);
    expect(await readJob(test, guid)).toMatchObject({ state: 'RUNNING' });
    expect(await readJob(test, foreign)).toMatchObject({ state: 'SCHEDULED' });
  });

  it('stores text that PostgreSQL would refuse, and cuts what is too long, with its true size', async () => {
    const guid = await give();
    await agent.work();
    const report = lines(guid, 'a\0b', `half \ud83d`, 'é'.repeat(40_000));
    await agent.report(
      started(guid),
      report,
      ended(guid, { result: { nul: '\0', half: '\ud83d', big: 'x'.repeat(5 * 1024 * 1024) } })
    );
    const stored = await storedLines(guid);
    expect(stored.slice(0, 2).map(({ message }) => message)).toEqual(['a\uFFFDb', 'half \uFFFD']);
    expect(stored[2]).toMatchObject({ truncated_from: 80_000 });
    expect(Buffer.byteLength(stored[2]?.message ?? '')).toBeLessThanOrEqual(65_536);
    const job = await readJob(test, guid);
    expect(job.resultTruncated).toBeGreaterThan(5 * 1024 * 1024);
    expect(typeof job.result).toBe('string');
  });

  it('keeps no lines of a JumpScript with log = False, but always its end', async () => {
    const guid = await give({ name: 'quiet' });
    await agent.work();
    await agent.report(started(guid), lines(guid, 'x'), ended(guid));
    expect(await storedLines(guid)).toEqual([]);
    expect(await readJob(test, guid)).toMatchObject({ state: 'OK', log: false, logLines: 0 });
  });

  it('takes compressed reports, and refuses one that unpacks to more than the limit', async () => {
    const guid = await give();
    await agent.work();
    const send = (payload: Buffer) =>
      test.call({
        method: 'POST',
        url: '/api/v1/agent/reports',
        token: agent.token,
        payload,
        headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      });
    const body = { sessionId: agent.sessionId, spoolId: randomUUID(), reports: [{ seq: 1, ...started(guid) }] };
    expect(await send(gzipSync(JSON.stringify(body)))).toMatchObject({ status: 200, body: { acknowledged: 1 } });
    expect(await send(gzipSync(Buffer.alloc(64 * 1024 * 1024, ' ')))).toMatchObject({ status: 413 });
  });

  it('stores node stats and shows the latest', async () => {
    const stats = [
      { time: now, name: 'cpu_percent', value: 12.5 },
      { time: now + 1, name: 'cpu_percent', value: 13.5 },
    ];
    await agent.report({ kind: 'stats', stats });
    const { body } = await test.call({ url: '/api/v1/nodes', token: test.tokens.viewer });
    expect(body).toMatchObject({ items: [{ nid: 1, stats: { cpu_percent: 13.5 }, statsTime: now + 1 }] });
  });

  it('counts what was reported for Prometheus', async () => {
    const guid = await give();
    await agent.work();
    await agent.report(started(guid), lines(guid, 'x'), ended(guid, { state: 'TIMEOUT', error: ERROR }));
    const { text } = await test.call({ url: '/metrics' });
    expect(text).toMatch(/openvcloud_job_run_seconds_count\{queue="default",state="TIMEOUT"\} \d/);
    expect(text).toMatch(/openvcloud_log_lines_stored_total \d/);
  });

  it('asks an agent to register again when its session is not the current one', async () => {
    const next = await agent.restart();
    await expect(agent.work()).rejects.toThrow('UNKNOWN_SESSION');
    await expect(agent.heartbeat([])).rejects.toThrow('UNKNOWN_SESSION');
    expect(await next.work()).toEqual([]);
  });

  describe('leases', () => {
    it('renews what the agent holds, and says what is not its own', async () => {
      const guid = await give();
      await agent.work();
      now += 10_000;
      expect(await agent.heartbeat([guid, 'nonsense'])).toEqual({ cancel: [], unknown: ['nonsense'], serverTime: now });
      expect(await readJob(test, guid)).toMatchObject({ leaseUntil: now + LEASE_MS });
    });

    it('gives a job up when its agent is not heard for a lease, and keeps its late lines, but does not count its late result', async () => {
      const guid = await give();
      await agent.work();
      await agent.report(started(guid));
      const watch = reaper();
      await watch.pass();
      for (let waited = 0; waited < LEASE_MS + 2_000; waited += 2_000) {
        now += 2_000;
        await watch.pass();
      }
      expect(await readJob(test, guid)).toMatchObject({
        state: 'ERROR',
        nativeState: 'AGENT_LOST',
        error: {
          type: 'AgentLost',
          message: expect.stringMatching(
            /^Agent node-1 \(node 1\) stopped reporting while this job ran: last heard 2026-.*; the lease of 30 s ran out\. The job may have had effects/
          ),
        },
      });
      expect(await agent.report(lines(guid, 'late'), ended(guid))).toMatchObject({ refused: [] });
      expect(await readJob(test, guid)).toMatchObject({
        state: 'ERROR',
        nativeState: 'AGENT_LOST',
        result: null,
        logLines: 2,
      });
      expect(await storedLines(guid)).toMatchObject([
        { message: 'late' },
        { message: expect.stringContaining('not counted') },
      ]);
    });

    it('gives no job up because the controller or the database was away', async () => {
      const guid = await give();
      await agent.work();
      await agent.report(started(guid));
      const watch = reaper();
      await watch.pass();
      now += 10 * 60_000;
      for (const back = now; now <= back + LEASE_MS; now += 5_000) {
        await watch.pass();
        expect(await readJob(test, guid)).toMatchObject({ state: 'RUNNING' });
      }
    });

    it('lets a result from before a restart win, and queues again what never started', async () => {
      const done = await give();
      const lost = await give();
      const unstarted = await give();
      await agent.work({ default: 3 });
      await agent.report(started(done), started(lost));
      const next = await agent.restart();
      await agent.report(ended(done));
      const watch = reaper();
      await watch.pass();
      for (let waited = 0; waited < LEASE_MS + 2_000; waited += 8_000) {
        now += 8_000;
        expect((await next.heartbeat([])).unknown).toEqual([]);
        await watch.pass();
      }
      expect(await readJob(test, done)).toMatchObject({ state: 'OK' });
      expect(await readJob(test, lost)).toMatchObject({
        state: 'ERROR',
        nativeState: 'AGENT_LOST',
        error: { message: expect.stringContaining('was restarted while this job ran') },
      });
      expect(await readJob(test, unstarted)).toMatchObject({ state: 'SCHEDULED', attempt: 1 });
      expect((await next.work()).map(({ guid }) => guid)).toEqual([unstarted]);
    });

    it('queues a job again when its agent says that it never got it', async () => {
      const guid = await give();
      await agent.work();
      expect(await agent.work()).toEqual([]);
      now += 16_000;
      await agent.heartbeat([], { asOf: now });
      expect((await agent.work()).map((job) => job.guid)).toEqual([guid]);
    });

    it('leaves a job with its agent when a heartbeat that left before the job came is long on its way', async () => {
      const sentAt = now;
      const guid = await give();
      await agent.work();
      now += 20_000;
      await agent.heartbeat([], { asOf: sentAt });
      await agent.heartbeat([]);
      expect(await agent.work()).toEqual([]);
      expect(await agent.report(started(guid), ended(guid))).toMatchObject({ refused: [] });
    });

    it('leaves a job with its agent whose clock ran ahead since it registered', async () => {
      const guid = await give();
      await agent.work();
      await agent.heartbeat([], { asOf: now + 60_000 });
      expect(await agent.work()).toEqual([]);
      expect(await agent.report(started(guid), ended(guid))).toMatchObject({ refused: [] });
    });

    it('runs a job again only when more attempts were allowed, after its pause', async () => {
      const guid = await give({ maxAttempts: 2, backoffSeconds: 5, role: 'node' });
      await agent.work();
      await agent.report(started(guid), lines(guid, 'first'), ended(guid, { state: 'ERROR', error: ERROR }));
      expect(await readJob(test, guid)).toMatchObject({
        state: 'SCHEDULED',
        attempt: 2,
        nid: null,
        timeStart: null,
        logLines: 2,
      });
      expect(await agent.work()).toEqual([]);
      now += 5_000;
      expect(await agent.work()).toMatchObject([{ guid, attempt: 2 }]);
      // The same numbers and, on a quick machine, the same time as in the first attempt.
      await agent.report({ ...started(guid, 2) }, { ...lines(guid, 'second'), attempt: 2 });
      expect(await storedSeqs(guid)).toEqual([
        [1, 'first'],
        [9_999_999, expect.stringContaining('Attempt 1 of 2 ended as ERROR')],
        [10_000_001, 'second'],
      ]);
      await agent.report(ended(guid, { attempt: 2, state: 'ERROR', error: ERROR }));
      expect(await readJob(test, guid)).toMatchObject({ state: 'ERROR', attempt: 2 });
    });

    describe('late lines of an attempt that was given up', () => {
      let other: TestAgent;
      let guid: string;
      beforeEach(async () => {
        other = await startAgent(test, 2);
        guid = await give({ maxAttempts: 3, backoffSeconds: 0, role: 'node' });
        await agent.work();
        await agent.report(started(guid), lines(guid, 'in time'));
        await giveUp();
      });

      /** The agent that has the job is not heard of for longer than a lease. */
      const giveUp = async () => {
        const watch = reaper();
        await watch.pass();
        for (let waited = 0; waited < LEASE_MS + 2_000; waited += 2_000) {
          now += 2_000;
          await watch.pass();
        }
      };
      const late = (seq: number, message: string, attempt = 1) => {
        const report = lines(guid, message);
        return { ...report, attempt, lines: report.lines.map((line) => ({ ...line, seq })) };
      };
      /** What agents sent; the attempts that were given up have a line each besides. */
      const nodesOf = async () => {
        const rows = await test.database.database.query<{ place: string }>({
          text: `select nid || ' ' || node_name || ' ' || message as place from log_lines where job_guid = $1 and category = 'stdout' order by seq`,
          values: [guid],
        });
        return rows.map(({ place }) => place);
      };

      it('are stored and counted once, with the node that wrote them, while the job waits, runs, and has ended', async () => {
        expect(await readJob(test, guid)).toMatchObject({ state: 'SCHEDULED', attempt: 2, nid: null });
        const spoolId = randomUUID();
        const batch = [{ ...late(2, 'while it waits'), seq: 1 }];
        expect(await agent.send(spoolId, batch)).toMatchObject({ refused: [] });
        expect(await agent.send(spoolId, batch)).toMatchObject({ refused: [] });
        expect(await readJob(test, guid)).toMatchObject({ state: 'SCHEDULED', nid: null, logLines: 3 });

        expect(await other.work()).toMatchObject([{ guid, attempt: 2 }]);
        await other.report(started(guid, 2), { ...lines(guid, 'elsewhere'), attempt: 2 });
        expect(await agent.report(late(3, 'while it runs'))).toMatchObject({ refused: [] });
        expect(await readJob(test, guid)).toMatchObject({ state: 'RUNNING', nid: 2, nodeName: 'node-2', logLines: 5 });

        await other.report(ended(guid, { attempt: 2 }));
        expect(await agent.report(late(4, 'when it has ended'))).toMatchObject({ refused: [] });
        expect(await readJob(test, guid)).toMatchObject({ state: 'OK', nid: 2, attempt: 2, logLines: 6 });
        expect(await nodesOf()).toEqual([
          '1 node-1 in time',
          '1 node-1 while it waits',
          '1 node-1 while it runs',
          '1 node-1 when it has ended',
          '2 node-2 elsewhere',
        ]);
      });

      it('are counted together when the nodes of two attempts send theirs at the same moment', async () => {
        await other.work();
        await other.report(started(guid, 2));
        await giveUp();
        await agent.work();
        await agent.report(started(guid, 3), ended(guid, { attempt: 3 }));
        const seqs = Array.from({ length: 10 }, (_, index) => 2 + index);
        await Promise.all(
          seqs.flatMap((seq) => [
            agent.send(randomUUID(), [{ ...late(seq, 'one'), seq: 1 }]),
            other.send(randomUUID(), [{ ...late(seq, 'other', 2), seq: 1 }]),
          ])
        );
        expect(await readJob(test, guid)).toMatchObject({ state: 'OK', attempt: 3, logLines: 23 });
        expect(await storedLines(guid)).toHaveLength(23);
        expect(await nodesOf()).toHaveLength(21);
      });

      it('are taken from the node that ran it only, and bring no start', async () => {
        expect(await other.report(late(2, 'made up'))).toMatchObject({
          refused: [{ reason: expect.stringContaining('expected a job of node 2') }],
        });
        expect(await agent.report(started(guid))).toMatchObject({ refused: [{ seq: expect.any(Number) }] });
        await other.work();
        await other.report(started(guid, 2));
        expect(await other.report(late(2, 'made up'))).toMatchObject({
          refused: [{ reason: 'expected attempt 2, got attempt 1' }],
        });
        expect(await readJob(test, guid)).toMatchObject({ state: 'RUNNING', nid: 2, attempt: 2, logLines: 2 });
      });
    });
  });
});
