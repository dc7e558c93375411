import {
  LIMITS,
  OWN_SOURCE,
  type AuditList,
  type BulkAct,
  type BulkActRequest,
  type JobList,
  type Problem,
} from '@openvcloud/contract';
import { BulkWorker } from '../acts/bulk/bulkWorker';
import { act } from '../testing/act';
import { execute, plantScripts, readJob, startAgent, type TestAgent } from '../testing/agent';
import { startTestApp, type TestApp } from '../testing/app';
import { holdRows } from '../testing/heldRows';
import { copyJobs, generateJobs } from '../testing/seed';

jest.setTimeout(60_000);

describe('acts on many jobs', () => {
  let test: TestApp;
  let agent: TestAgent;
  beforeAll(async () => {
    test = await startTestApp();
    await plantScripts(test, { 'o/echo': 'def action(text=""): pass\n', 'o/other': 'def action(): pass\n' });
    agent = await startAgent(test, 1);
  });
  afterAll(() => test.close());

  const ALICE = { 'on-behalf-of': 'alice', 'act-reason': encodeURIComponent('node 1 is drained') };
  const BULK = '/api/v1/bulk-acts';
  const post = async <Answer = BulkAct>(
    url: string,
    payload?: BulkActRequest,
    headers: Record<string, string> = {}
  ) => {
    const request = { method: 'POST' as const, url, token: test.tokens.operator, headers: { ...ALICE, ...headers } };
    const { status, body } = await test.call({ ...request, ...(payload ? { payload } : {}) });
    return { status, body: body as Answer };
  };
  const read = async (guid: string) =>
    (await act<BulkAct>(test, 'GET', `${BULK}/${guid}`, { token: test.tokens.viewer })).body;
  const work = () => new BulkWorker(test.services).pass(new AbortController().signal);
  const run = async (name: string, count: number) => {
    const guids: string[] = [];
    for (let made = 0; made < count; made++) {
      const { jobs } = await execute(test, { organization: 'o', name, nid: 1 });
      guids.push(...jobs.map(({ guid }) => guid));
    }
    return guids;
  };

  it('are counted when prepared, and act on just those jobs when started, though others match by then', async () => {
    const first = await run('echo', 3);
    const prepared = await post(BULK, { action: 'cancel', filter: ['cmd|=|echo'] });
    expect(prepared).toMatchObject({
      status: 201,
      body: { state: 'PREPARED', total: 3, done: 0, onBehalfOf: 'alice' },
    });
    const [later = ''] = await run('echo', 1);
    await work();
    expect((await readJob(test, first[0] ?? '')).state).toBe('SCHEDULED');

    const { guid } = prepared.body;
    expect(await post(`${BULK}/${guid}/start`)).toMatchObject({ status: 200, body: { state: 'RUNNING', total: 3 } });
    await work();
    expect(await read(guid)).toMatchObject({
      state: 'DONE',
      done: 3,
      outcomes: [{ outcome: 'cancelled', count: 3 }],
      reason: 'node 1 is drained',
    });
    for (const one of first) {
      expect(await readJob(test, one)).toMatchObject({ nativeState: 'CANCELLED', error: { message: /by alice/ } });
    }
    expect((await readJob(test, later)).state).toBe('SCHEDULED');
    await act(test, 'POST', `/api/v1/jobs/${later}/cancel`);
  });

  it('leave in the audit trail who acted, on whose behalf, why, and what came of it', async () => {
    const [one = ''] = await run('echo', 1);
    const { guid } = (await post(BULK, { action: 'cancel', guids: [one] })).body;
    await post(`${BULK}/${guid}/start`);
    await work();
    const { items } = (await act<AuditList>(test, 'GET', `/api/v1/audit?target=${guid}`)).body;
    const who = { user: 'operator', onBehalfOf: 'alice', reason: 'node 1 is drained', outcome: 'OK' };
    expect(items).toMatchObject([
      { ...who, action: 'bulk.end', details: { total: 1, outcomes: { cancelled: 1 } } },
      { ...who, action: 'bulk.start' },
    ]);
  });

  it('run ended jobs again, as the person for whom it is done, and leave out what cannot run', async () => {
    const guids = [...(await run('echo', 2)), ...(await run('other', 1))];
    for (const { guid, attempt } of await agent.work()) {
      await agent.report({ kind: 'started', guid, attempt }, { kind: 'result', guid, attempt, state: 'OK' });
    }
    await plantScripts(test, { 'o/echo': 'def action(text=""): pass\n' }, 2);
    const { guid } = (await post(BULK, { action: 'rerun', guids })).body;
    await post(`${BULK}/${guid}/start`);
    await work();
    const { outcomes } = await read(guid);
    expect(outcomes).toEqual([
      { outcome: 'rerun', count: 2 },
      { outcome: 'UNKNOWN_JUMPSCRIPT', count: 1 },
    ]);
    const query = `filter=${encodeURIComponent(`parentGuid|in|${guids.join('|')}`)}`;
    const { items } = (await act<JobList>(test, 'GET', `/api/v1/jobs?${query}`)).body;
    expect(items).toMatchObject([{ user: 'alice' }, { user: 'alice' }]);
    await Promise.all(items.map((job) => act(test, 'POST', `/api/v1/jobs/${job.guid}/cancel`)));
  });

  it.each<[string, BulkActRequest, string]>([
    ['no filter at all', { action: 'cancel' }, 'EMPTY_FILTER'],
    ['a time range alone', { action: 'cancel', from: 1, to: 2 }, 'EMPTY_FILTER'],
    ['an empty list of conditions and a blank search', { action: 'rerun', filter: [], q: ' ' }, 'EMPTY_FILTER'],
    ['guids and a filter', { action: 'cancel', guids: ['a'], filter: ['cmd|=|a'] }, 'BAD_TARGET'],
    ['a filter that cannot be read', { action: 'cancel', filter: ['nothing|=|a'] }, 'UNKNOWN_FILTER_FIELD'],
    ['what nothing matches', { action: 'cancel', filter: ['cmd|=|nothing'] }, 'NOTHING_TO_ACT_ON'],
  ])('are refused for %s', async (_, request, code) => {
    const { status, body } = await post<Problem>(BULK, request);
    expect([status >= 400, body.code]).toEqual([true, code]);
  });

  it('happen once for a double click, to prepare and to start', async () => {
    const [one = ''] = await run('echo', 1);
    const request: BulkActRequest = { action: 'cancel', guids: [one] };
    const [first, second] = await Promise.all([
      post(BULK, request, { 'idempotency-key': 'click' }),
      post(BULK, request, { 'idempotency-key': 'click' }),
    ]);
    expect(second.body.guid).toBe(first.body.guid);
    await Promise.all([post(`${BULK}/${first.body.guid}/start`), post(`${BULK}/${first.body.guid}/start`)]);
    await work();
    expect(await post(`${BULK}/${first.body.guid}/start`)).toMatchObject({
      status: 200,
      body: { state: 'DONE', done: 1 },
    });
  });

  it('stop between two parts: what is left is left alone, and it cannot be started again', async () => {
    const guids = await run('echo', 2);
    const { guid } = (await post(BULK, { action: 'cancel', guids })).body;
    await post(`${BULK}/${guid}/start`);
    expect(await post(`${BULK}/${guid}/stop`)).toMatchObject({ status: 200, body: { state: 'STOPPED', done: 0 } });
    await work();
    expect(await read(guid)).toMatchObject({ state: 'STOPPED', done: 0 });
    expect(await post<Problem>(`${BULK}/${guid}/start`)).toMatchObject({
      status: 409,
      body: { code: 'BULK_ACT_ENDED' },
    });
    await Promise.all(guids.map((one) => act(test, 'POST', `/api/v1/jobs/${one}/cancel`)));
  });

  it('go on where they stood when the controller was killed in between, and repeat nothing', async () => {
    const guids = await run('echo', 2);
    const { guid } = (await post(BULK, { action: 'cancel', guids })).body;
    await post(`${BULK}/${guid}/start`);
    // The last job's row is held: the part waits in its transaction, and its connection is cut there.
    const hold = await holdRows(test.database.database, {
      text: 'select 1 from jobs_live where guid = $1 for update',
      values: [guids[1]],
    });
    const broken = work().catch(() => undefined);
    await hold.isAwaited();
    await test.database.database.query({
      text: `select pg_terminate_backend(pid) from pg_stat_activity
             where datname = current_database() and wait_event_type = 'Lock' and query like '%jobs_live%'`,
      values: [],
    });
    await hold.release();
    await broken;
    await work();
    expect(await read(guid)).toMatchObject({ state: 'DONE', done: 2, outcomes: [{ outcome: 'cancelled', count: 2 }] });
  });

  it('are ended by a later pass when that could not be written, and no job is blamed for it', async () => {
    const sql = (text: string) => test.database.database.query({ text, values: [] });
    const guids = await run('echo', 1);
    const { guid } = (await post(BULK, { action: 'cancel', guids })).body;
    await post(`${BULK}/${guid}/start`);
    await sql(`alter table audit_events add constraint no_end check (action <> 'bulk.end' or target <> '${guid}')`);
    await expect(work()).rejects.toThrow('no_end');
    expect(await read(guid)).toMatchObject({ state: 'RUNNING', outcomes: [{ outcome: 'cancelled', count: 1 }] });
    await sql('alter table audit_events drop constraint no_end');
    await work();
    expect(await read(guid)).toMatchObject({ state: 'DONE', outcomes: [{ outcome: 'cancelled', count: 1 }] });
  });

  it('act on ten thousand jobs at most, and stop within a part of them', async () => {
    const { database } = test.database;
    const now = Date.now();
    const count = LIMITS.bulkJobs + 1;
    const jobs = [...generateJobs({ count, from: now - 60_000, to: now, live: count })];
    await copyJobs(
      database,
      jobs.map((job) => ({ ...job, source: OWN_SOURCE }))
    );
    const filter = ['cmd|contains|check'];
    expect((await post<Problem>(BULK, { action: 'cancel', filter })).body.code).toBe('TOO_MANY_JOBS');
    const { body } = await post(BULK, { action: 'cancel', filter, to: now - 1000 });
    expect(body.total).toBeGreaterThan(9000);
    await post(`${BULK}/${body.guid}/start`);
    const working = work();
    while ((await read(body.guid)).done === 0) {
      // until the first part is done
    }
    const stopped = (await post(`${BULK}/${body.guid}/stop`)).body;
    await working;
    expect(stopped.done).toBeLessThan(body.total);
    expect(await read(body.guid)).toMatchObject({ state: 'STOPPED', done: stopped.done });
  });
});
