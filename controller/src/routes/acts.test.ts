import type { AuditList, CancelResponse, ExecuteResponse, ResultReport } from '@openvcloud/contract';
import { pino } from 'pino';
import { LEASE_MS } from '../timing/leaseTimes';
import { act } from '../testing/act';
import { execute, plantScripts, readJob, startAgent, type TestAgent } from '../testing/agent';
import { beatingReaper } from '../testing/beatingReaper';
import { startTestApp, type TestApp } from '../testing/app';
import { listenForWork } from '../dispatch/listenForWork';

const KILLED = {
  type: 'Cancelled',
  message: 'killed',
  backtrace: null,
  file: null,
  line: null,
  function: null,
  code: null,
};

const ECHO = 'roles = ["node"]\ndef action(text=""): pass\n';

describe('acting on a job', () => {
  let test: TestApp;
  let agent: TestAgent;
  let now = Date.UTC(2026, 10, 22);
  beforeAll(async () => {
    test = await startTestApp({ now: () => now });
    await plantScripts(test, { 'o/echo': ECHO, 'o/changed': 'def action(old=1): pass\n' });
  });
  beforeEach(async () => {
    await test.database.database.query({
      text: 'truncate jobs, nodes, log_lines, audit_events, idempotency_keys',
      values: [],
    });
    agent = await startAgent(test, 1);
  });
  afterAll(() => test.close());

  const give = async (changes: Partial<Parameters<typeof execute>[1]> = {}): Promise<string> => {
    const target = changes.role === undefined ? { nid: 1 } : {};
    return (await execute(test, { organization: 'o', name: 'echo', ...target, ...changes })).jobs[0]?.guid ?? '';
  };
  const started = (guid: string) => ({ kind: 'started' as const, guid, attempt: 1, time: now, pid: 7 });
  const ended = (guid: string, changes: Partial<ResultReport> = {}) => ({
    kind: 'result' as const,
    guid,
    attempt: 1,
    time: now,
    state: 'OK' as const,
    ...changes,
  });
  const cancel = (guid: string, options: Parameters<typeof act>[3] = {}) =>
    act<CancelResponse>(test, 'POST', `/api/v1/jobs/${guid}/cancel`, options);
  const rerun = (guid: string, options: Parameters<typeof act>[3] = {}) =>
    act<ExecuteResponse>(test, 'POST', `/api/v1/jobs/${guid}/rerun`, options);
  const audit = async () =>
    (await act<AuditList>(test, 'GET', '/api/v1/audit', { token: test.tokens.admin })).body.items;
  const reaper = () =>
    beatingReaper(
      test,
      () => now,
      (ended) => test.services.metrics.work.countEnded(ended)
    );

  describe('cancelling', () => {
    it('ends a waiting job at once, and no agent gets it', async () => {
      const guid = await give();
      expect(await cancel(guid)).toMatchObject({
        status: 200,
        body: { guid, state: 'ERROR', nativeState: 'CANCELLED', outcome: 'cancelled' },
      });
      expect(await readJob(test, guid)).toMatchObject({
        state: 'ERROR',
        nativeState: 'CANCELLED',
        timeStart: null,
        timeStop: now,
        error: { type: 'Cancelled', message: 'Cancelled by operator before it started. It did nothing.' },
      });
      expect(await agent.work()).toEqual([]);
      expect(await cancel(guid)).toMatchObject({ status: 200, body: { outcome: 'cancelled' } });
    });

    it('tells the agent of a running job by its waiting long poll, then by every heartbeat until it has ended', async () => {
      const guid = await give();
      await agent.work();
      await agent.report(started(guid));
      const stop = new AbortController();
      const { database, services } = test;
      const listening = listenForWork(database.database, 1, services.waiters, pino({ level: 'silent' }), stop.signal);
      const poll = agent.poll({}, 30_000);
      while (services.waiters.size === 0) {
        await new Promise((resolve) => setImmediate(resolve));
      }
      expect(await cancel(guid)).toMatchObject({
        status: 200,
        body: { state: 'RUNNING', nativeState: 'CANCELLING', outcome: 'requested' },
      });
      expect(await poll).toEqual({ jobs: [], cancel: [guid] });
      stop.abort();
      await listening;
      expect(await agent.poll()).toEqual({ jobs: [], cancel: [] });
      expect(await agent.heartbeat([guid])).toMatchObject({ cancel: [guid], unknown: [] });
      await agent.report({
        kind: 'logs',
        guid,
        attempt: 1,
        lines: [{ seq: 1, time: now, level: 5, category: 'stdout', message: 'bye' }],
      });
      expect(await readJob(test, guid)).toMatchObject({ state: 'RUNNING', nativeState: 'CANCELLING' });
      await agent.report(ended(guid, { state: 'ERROR', nativeState: 'CANCELLED', error: KILLED }));
      expect(await readJob(test, guid)).toMatchObject({ state: 'ERROR', nativeState: 'CANCELLED' });
      expect(await agent.heartbeat([])).toMatchObject({ cancel: [], unknown: [] });
    });

    it('tells again when asked again', async () => {
      const guid = await give();
      await agent.work();
      await agent.report(started(guid));
      await cancel(guid);
      expect((await agent.poll()).cancel).toEqual([guid]);
      expect(await cancel(guid)).toMatchObject({ status: 200, body: { outcome: 'requested' } });
      expect((await agent.poll()).cancel).toEqual([guid]);
    });

    it('tells the agent also when the job is being written at that moment', async () => {
      const guid = await give();
      await agent.work();
      await agent.report(started(guid));
      await cancel(guid);
      const { database } = test.database;
      let poll: ReturnType<TestAgent['poll']> | undefined;
      await database.transaction(async (transaction) => {
        await transaction.query({ text: 'select 1 from jobs_live where guid = $1 for update', values: [guid] });
        let isAnswered = false;
        poll = agent.poll().finally(() => (isAnswered = true));
        const blocked = {
          text: "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
          values: [],
        };
        while (!isAnswered && (await database.query(blocked)).length === 0) {
          // Until it waits for the lock.
        }
      });
      expect(await poll).toEqual({ jobs: [], cancel: [guid] });
    });

    it('lets a job that returned before the kill reached it be OK', async () => {
      const guid = await give();
      await agent.work();
      await agent.report(started(guid));
      await cancel(guid);
      await agent.report(ended(guid, { result: 1 }));
      expect(await readJob(test, guid)).toMatchObject({ state: 'OK', nativeState: 'OK', result: 1 });
    });

    it('does not try a cancelled job again, whether it fails or its agent vanishes', async () => {
      const failing = await give({ maxAttempts: 3 });
      const lost = await give({ maxAttempts: 3 });
      await agent.work();
      await agent.report(started(failing), started(lost));
      await cancel(failing);
      await cancel(lost);
      await agent.report(ended(failing, { state: 'ERROR', error: KILLED }));
      expect(await readJob(test, failing)).toMatchObject({ state: 'ERROR', attempt: 1 });
      const watch = reaper();
      await watch.pass();
      for (let waited = 0; waited < LEASE_MS + 2_000; waited += 8_000) {
        now += 8_000;
        await watch.pass();
      }
      expect(await readJob(test, lost)).toMatchObject({ state: 'ERROR', nativeState: 'AGENT_LOST', attempt: 1 });
    });

    it('ends a cancelled job that its agent had never got', async () => {
      const guid = await give();
      await agent.work();
      expect((await cancel(guid)).body).toMatchObject({ state: 'SCHEDULED', outcome: 'requested' });
      now += 16_000;
      await agent.heartbeat([], { asOf: now });
      expect(await agent.work()).toEqual([]);
      await reaper().pass();
      expect(await readJob(test, guid)).toMatchObject({ state: 'ERROR', nativeState: 'CANCELLED', timeStart: null });
    });

    it('refuses a job that has ended, and one that does not exist', async () => {
      const guid = await give();
      await agent.work();
      await agent.report(ended(guid));
      expect(await cancel(guid)).toMatchObject({
        status: 409,
        body: { code: 'JOB_ENDED', detail: expect.stringContaining('ended as OK (OK)') },
      });
      expect(await readJob(test, guid)).toMatchObject({ state: 'OK' });
      expect(await cancel('nobody')).toMatchObject({ status: 404, body: { code: 'UNKNOWN_JOB' } });
    });

    it('comes to one end when dispatch, result and many cancels meet', async () => {
      for (let round = 0; round < 10; round++) {
        const guid = await give();
        const answers = await Promise.all([cancel(guid), agent.work(), cancel(guid), cancel(guid)]);
        const taken = answers[1].length === 1;
        if (taken) {
          await Promise.all([agent.report(ended(guid)), cancel(guid)]);
        }
        const { state, nativeState } = await readJob(test, guid);
        expect([state, nativeState]).toEqual(taken ? ['OK', 'OK'] : ['ERROR', 'CANCELLED']);
      }
    });
  });

  describe('running again', () => {
    it('makes a new job with the same arguments, to the last digit, and names its parent', async () => {
      const payload =
        '{"organization":"o","name":"echo","nid":1,"args":{"text":9007199254740993.0},"tags":["t"],"timeoutSeconds":9}';
      const made = await test.call({
        method: 'POST',
        url: '/api/v1/jobs',
        token: test.tokens.operator,
        headers: { 'content-type': 'application/json' },
        payload,
      });
      expect(made.text).toContain('"args":{"text":9007199254740993.0}');
      const guid = (made.body as ExecuteResponse).jobs[0]?.guid ?? '';
      await agent.work();
      await agent.report(ended(guid));
      const again = await rerun(guid);
      expect(again).toMatchObject({
        status: 201,
        body: {
          batchGuid: null,
          jobs: [{ state: 'SCHEDULED', nid: 1, parentGuid: guid, tags: ['t'], timeoutSeconds: 9, attempt: 1 }],
        },
      });
      expect(again.text).toContain('"args":{"text":9007199254740993.0}');
      const { text } = await test.call({
        url: `/api/v1/jobs/${again.body.jobs[0]?.guid}`,
        token: test.tokens.viewer,
      });
      expect(text).toContain('"args":{"text":9007199254740993.0}');
    });

    it('goes to any node with the role again when the job did', async () => {
      const guid = await give({ role: 'node' });
      await agent.work();
      await agent.report(ended(guid));
      expect((await rerun(guid)).body).toMatchObject({ jobs: [{ nid: null, roles: ['node'], parentGuid: guid }] });
    });

    it('looks for a node again when there was none', async () => {
      const guid = await give({ role: 'storage' });
      expect(await readJob(test, guid)).toMatchObject({ nativeState: 'NOWORK' });
      await startAgent(test, 2, ['storage']);
      expect((await rerun(guid)).body).toMatchObject({ jobs: [{ state: 'SCHEDULED', roles: ['storage'] }] });
    });

    it('refuses a job that has not ended, and arguments that no longer fit', async () => {
      const guid = await give();
      expect(await rerun(guid)).toMatchObject({ status: 409, body: { code: 'JOB_NOT_ENDED' } });
      const old = await give({ name: 'changed', args: { old: 2 } });
      await cancel(old);
      await plantScripts(test, { 'o/echo': ECHO, 'o/changed': 'def action(new=1): pass\n' }, 2);
      expect(await rerun(old)).toMatchObject({ status: 400, body: { code: 'BAD_ARGS' } });
      expect(await rerun('nobody')).toMatchObject({ status: 404, body: { code: 'UNKNOWN_JOB' } });
    });
  });

  describe('an Idempotency-Key', () => {
    const payload = { organization: 'o', name: 'echo', nid: 1 };
    const run = (key: string, body: object = payload, token?: string) =>
      act<ExecuteResponse>(test, 'POST', '/api/v1/jobs', { key, payload: body, ...(token ? { token } : {}) });
    const count = async () => (await test.database.database.query({ text: 'select 1 from jobs', values: [] })).length;

    it('makes a double click one job, also when both come at the same time', async () => {
      const [first, ...others] = await Promise.all([1, 2, 3, 4, 5].map(() => run('click-1')));
      expect(first?.status).toBe(201);
      others.forEach((other) => expect(other).toEqual(first));
      expect(await run('click-1')).toEqual(first);
      expect(await count()).toBe(1);
      expect(await audit()).toHaveLength(1);
    });

    it('is refused with another request, and is its caller’s own', async () => {
      await run('click-2');
      expect(await run('click-2', { ...payload, args: { text: 'other' } })).toMatchObject({
        status: 409,
        body: { code: 'IDEMPOTENCY_KEY_REUSED' },
      });
      expect(await cancel('nobody', { key: 'click-2' })).toMatchObject({ status: 409 });
      expect((await run('click-2', payload, test.tokens.admin)).status).toBe(201);
      expect(await count()).toBe(2);
    });

    it('may be used again after a refusal, and after 24 hours', async () => {
      expect((await run('click-3', { ...payload, name: 'nothing' })).status).toBe(404);
      expect((await run('click-3')).status).toBe(201);
      now += 24 * 3_600_000;
      await agent.heartbeat([]);
      expect((await run('click-3', { ...payload, args: { text: 'new' } })).status).toBe(201);
      expect(await count()).toBe(2);
    });

    it('works for cancel and re-run too', async () => {
      const guid = await give();
      const [one, two] = await Promise.all([cancel(guid, { key: 'c' }), cancel(guid, { key: 'c' })]);
      expect(two).toEqual(one);
      const [first, second] = await Promise.all([rerun(guid, { key: 'r' }), rerun(guid, { key: 'r' })]);
      expect(second).toEqual(first);
      expect(await count()).toBe(2);
    });

    it.each([['with a space'], ['x'.repeat(201)]])('is refused when it is no plain text: %s', async (key) => {
      expect(await run(key)).toMatchObject({ status: 400, body: { code: 'BAD_PARAMETER' } });
    });
  });

  it('keeps a trail of every act, done or refused, for admins', async () => {
    const guid = await give();
    await cancel(guid);
    await cancel('nobody');
    await act(test, 'POST', '/api/v1/tokens', {
      token: test.tokens.admin,
      payload: { name: 'x', role: 'viewer' },
    });
    const events = await audit();
    expect(events).toMatchObject([
      { action: 'token.create', user: 'admin', target: 'x', outcome: 'OK', details: { role: 'viewer' } },
      { action: 'job.cancel', user: 'operator', target: 'nobody', outcome: 'UNKNOWN_JOB' },
      { action: 'job.cancel', target: guid, outcome: 'OK', details: { result: 'cancelled' } },
      {
        action: 'job.execute',
        user: 'operator',
        role: 'operator',
        ip: '127.0.0.1',
        target: 'o:echo',
        outcome: 'OK',
        details: { jobs: [guid], count: 1 },
        time: now,
        requestId: expect.any(String),
      },
    ]);
    expect(JSON.stringify(events)).not.toContain('"token"');
    const page = await act<AuditList>(test, 'GET', '/api/v1/audit?action=job.cancel&limit=1', {
      token: test.tokens.admin,
    });
    expect(page.body).toMatchObject({ items: [{ target: 'nobody' }], total: { value: 2, relation: 'eq' } });
    const next = `/api/v1/audit?action=job.cancel&limit=1&cursor=${page.body.page.next}`;
    expect((await act<AuditList>(test, 'GET', next, { token: test.tokens.admin })).body.items).toMatchObject([
      { target: guid },
    ]);
  });
});
