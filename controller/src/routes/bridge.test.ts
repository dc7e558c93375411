import { LIMITS, type BridgedJob, type Job, type JobCounts, type JobList, type LogList } from '@openvcloud/contract';
import { openBridge, readMetricsOf, type TestBridge } from '../testing/bridge';
import { startTestApp, type TestApp } from '../testing/app';

// A busy machine may be slow; a hang is still found.
jest.setTimeout(60_000);

const HOUR_MS = 3_600_000;
const GUID = '3f2b8c1d9e4a4b7f8a60d1c2e3f40516';

describe('the door of bridges', () => {
  let test: TestApp;
  let old: TestBridge;
  let other: TestBridge;
  let now: number;
  beforeAll(async () => {
    now = Date.now();
    test = await startTestApp({ now: () => now });
    old = await openBridge(test, 'old-cloud', 'ac1');
    other = await openBridge(test, 'other', 'ac8');
  });
  afterAll(() => test.close());

  const job = (changes: Partial<BridgedJob> = {}): BridgedJob => ({
    key: GUID,
    gid: 1,
    nid: 5,
    organization: 'jumpscale',
    cmd: 'exec',
    queue: 'internal',
    roles: [],
    argsJson: '{"cmd":"hostname"}',
    state: 'OK',
    nativeState: 'OK',
    timeCreate: now - HOUR_MS,
    timeStart: now - HOUR_MS + 412,
    timeStop: now - HOUR_MS + 1000,
    resultJson: '[0,"du-conv-1-03\\n"]',
    resultCode: 0,
    timeoutSeconds: 600,
    tags: ['requestid:77aa'],
    ...changes,
  });
  async function list(query: string): Promise<JobList> {
    const { body } = await test.call({ url: `/api/v1/jobs?${query}`, token: test.tokens.admin });
    return body as JobList;
  }
  async function find(key: string, source = 'old-cloud'): Promise<Job> {
    const { items } = await list(`filter=source|=|${source}&filter=nativeId|=|${encodeURIComponent(key)}`);
    expect(items).toHaveLength(1);
    const { body } = await test.call({ url: `/api/v1/jobs/${items[0]?.guid}`, token: test.tokens.admin });
    return body as Job;
  }

  it('keeps a job as its source has it, with a queue of its own, and told again it changes nothing', async () => {
    expect(await old.jobs([job()])).toEqual({ created: 1, changed: 0, same: 0, removed: 0 });
    expect(await old.jobs([job(), job()])).toEqual({ created: 0, changed: 0, same: 2, removed: 0 });
    expect(await find(GUID)).toMatchObject({
      source: 'old-cloud',
      nativeId: GUID,
      gid: 1,
      nid: 5,
      queue: 'internal',
      result: [0, 'du-conv-1-03\n'],
      args: { cmd: 'hostname' },
      waitMs: 412,
      runMs: 588,
      timeKnown: now,
      unknownFields: [],
      notes: [],
    });
    expect((await list('filter=queue|=|internal')).items).toHaveLength(1);
  });

  it('keeps jobs of different sources apart, though all their ids are equal', async () => {
    await other.jobs([job({ state: 'ERROR', nativeState: 'KILLED' })]);
    expect((await find(GUID)).state).toBe('OK');
    expect(await find(GUID, 'other')).toMatchObject({ state: 'ERROR', nativeState: 'KILLED' });
  });

  it('follows a job that is known while it waits, and keeps what its end does not tell', async () => {
    const key = 'c1:1:5';
    const waiting = job({ key, state: 'SCHEDULED', nativeState: 'QUEUED', timeStart: null, timeStop: null });
    delete waiting.resultJson;
    await other.jobs([waiting]);
    const before = await find(key, 'other');
    const ended: BridgedJob = {
      key,
      gid: 1,
      nid: 5,
      state: 'OK',
      nativeState: 'SUCCESS',
      timeStart: now - 9000,
      timeStop: now - 8000,
      resultJson: '1',
    };
    expect(await other.jobs([ended])).toMatchObject({ created: 0, changed: 1 });
    expect(await find(key, 'other')).toMatchObject({
      guid: before.guid,
      id: before.id,
      cmd: 'exec',
      args: { cmd: 'hostname' },
      state: 'OK',
      nativeState: 'SUCCESS',
      timeCreate: before.timeCreate,
      unknownFields: [],
    });
  });

  it('tells what is not known from what is empty', async () => {
    await other.jobs([
      { key: 'bare', gid: 1, nid: 5, state: 'RUNNING', nativeState: 'RUNNING', timeStart: now - 500, roles: [] },
    ]);
    const bare = await find('bare', 'other');
    expect(bare.unknownFields.sort()).toEqual(
      ['args', 'cmd', 'organization', 'queue', 'tags', 'timeCreate', 'timeStop', 'timeoutSeconds'].sort()
    );
    expect(bare).toMatchObject({ cmd: '', roles: [], timeCreate: now - 500 });
  });

  it('lets an end move, in place, and is known by when it moved', async () => {
    const key = 'moves';
    await old.jobs([job({ key, state: 'TIMEOUT', nativeState: 'TIMEOUT', timeStart: null, timeStop: null })]);
    const first = await find(key);
    now += 60_000;
    await old.jobs([job({ key })]);
    expect(await find(key)).toMatchObject({ guid: first.guid, state: 'OK', error: null, timeKnown: now });
  });

  it('lets a job go on that seemed to have ended', async () => {
    const key = 'duplicate:1:5';
    await other.jobs([job({ key, state: 'ERROR', nativeState: 'DUPILICATE_ID' })]);
    await other.jobs([job({ key, state: 'RUNNING', nativeState: 'RUNNING', timeStop: null })]);
    expect(await find(key, 'other')).toMatchObject({ state: 'RUNNING', error: null, timeKnown: null });
    await other.jobs([job({ key, nativeState: 'SUCCESS' })]);
    expect(await find(key, 'other')).toMatchObject({ state: 'OK', nativeState: 'SUCCESS' });
  });

  it('lets the first backfill set off no alert: nobody knows when it became known', async () => {
    const key = 'backfilled';
    const failed = { key, state: 'ERROR', nativeState: 'ERROR', timeStop: now - 1000 } as const;
    await old.jobs([job(failed)], true);
    expect(await find(key)).toMatchObject({ state: 'ERROR', timeKnown: null });
    const counts = async (field: string) => {
      const range = `timeField=${field}&from=${now - 300_000}&to=${now + 300_000}&filter=nativeState|=|ERROR&filter=source|=|old-cloud&groupBy=state`;
      const { body } = await test.call({ url: `/api/v1/stats/jobs?${range}`, token: test.tokens.viewer });
      return (body as JobCounts).total;
    };
    expect(await counts('timeStop')).toBe(1);
    expect(await counts('timeKnown')).toBe(0);
  });

  it('takes what is hostile and cuts nothing in silence', async () => {
    const key = 'h\u0000stile \ud800|"\\';
    const deep = '[1,"\ufffd"]';
    await old.jobs([
      job({ key, cmd: 'a\u0000b', argsJson: 'no json', resultJson: 'bare \ud83d', notes: ['NUL replaced'] }),
      job({ key: 'large', resultJson: JSON.stringify('x'.repeat(LIMITS.resultBytes)) }),
      job({ key: 'deep', resultJson: deep }),
    ]);
    const { items } = await list('filter=cmd|=|a%EF%BF%BDb');
    const { body } = await test.call({ url: `/api/v1/jobs/${items[0]?.guid}`, token: test.tokens.admin });
    expect(body).toMatchObject({ args: 'no json', notes: ['NUL replaced'] });
    expect((await find('large')).resultTruncated).toBeGreaterThan(LIMITS.resultBytes);
  });

  it('says of a failure without a reason that there is none', async () => {
    await old.jobs([job({ key: 'nowork', state: 'ERROR', nativeState: 'NOWORK', timeStart: null, timeStop: null })]);
    expect((await find('nowork')).error?.message).toBe('Its source tells no reason for NOWORK.');
  });

  describe('log lines', () => {
    const line = { gid: 1, nid: 5, time: 0, order: 1881, level: 5, message: 'checking /dev/sda1' };
    const of = (changes: object) => ({ ...line, time: now - HOUR_MS + 500, ...changes });
    const lines = async (query: string) => {
      const { body } = await test.call({ url: `/api/v1/logs?${query}`, token: test.tokens.viewer });
      return (body as LogList).items;
    };

    it('are stored once, with their native level, and counted by their job', async () => {
      const told = [of({ jobKey: GUID, nativeLevel: '20' }), of({ jobKey: GUID, order: 1882, message: 'two\nlines' })];
      expect(await old.lines(told)).toEqual({ stored: 2, left: 0 });
      expect(await old.lines([...told, of({ jobKey: GUID, order: 1883 })])).toEqual({ stored: 1, left: 2 });
      expect(await find(GUID)).toMatchObject({ logLines: 3 });
      expect(await lines('filter=nativeLevel|=|20')).toMatchObject([{ source: 'old-cloud', nativeLevel: '20' }]);
    });

    it('of no job are those of their node, and never guessed to one', async () => {
      const told = [of({ nid: 6 }), of({ nid: 7 }), of({ nid: 6, order: 1882 })];
      expect(await other.lines(told)).toEqual({ stored: 3, left: 0 });
      expect(await other.lines(told)).toEqual({ stored: 0, left: 3 });
      expect(await lines('filter=jobGuid|=|&filter=nid|=|6')).toHaveLength(2);
    });
  });

  describe('what is not ours', () => {
    let running: Job;
    beforeAll(async () => {
      const open = { state: 'RUNNING', nativeState: 'STARTED', timeStop: null } as const;
      await old.jobs([job({ key: 'open', batchKey: 'b', ...open }), job({ key: 'done', batchKey: 'b' })]);
      running = await find('open');
    });
    const act = async (url: string) => {
      const { status, body } = await test.call({ method: 'POST', url, token: test.tokens.admin, payload: {} });
      return { status, body };
    };

    it('is not cancelled or run again, and the refusal says why', async () => {
      const done = await find('done');
      const refused = { status: 409, body: { code: 'NOT_OURS' } };
      expect(await act(`/api/v1/jobs/${running.guid}/cancel`)).toMatchObject(refused);
      expect(await act(`/api/v1/jobs/${done.guid}/rerun`)).toMatchObject(refused);
      expect(await act(`/api/v1/batches/${running.batchGuid}/cancel`)).toMatchObject(refused);
    });

    it('is shown as a batch', async () => {
      const { body } = await test.call({ url: `/api/v1/batches/${running.batchGuid}`, token: test.tokens.viewer });
      expect(body).toMatchObject({ total: 2 });
    });
  });

  it('has nodes and JumpScripts of its own, beside ours of the same ids', async () => {
    await old.call('nodes', { nodes: [{ gid: 1, nid: 5, name: 'cpu5', roles: ['node'], nativeStatus: 'ERROR' }] });
    await other.call('nodes', { nodes: [{ gid: 1, nid: 5, name: 'five' }] });
    await old.call('nodes', { nodes: [{ gid: 1, nid: 5, lastSeen: now }] });
    const { body: nodes } = await test.call({ url: '/api/v1/nodes', token: test.tokens.viewer });
    expect(nodes).toMatchObject({
      items: [
        {
          source: 'old-cloud',
          name: 'cpu5',
          nativeStatus: 'ERROR',
          roles: ['node'],
          identityFrom: 'SOURCE',
          running: 1,
        },
        { source: 'other', name: 'five', nativeStatus: null },
      ],
    });
    const script = { gid: 1, organization: 'jumpscale', name: 'exec', version: 7, period: '30 * * * *', text: 'old' };
    await old.call('jumpscripts', { jumpscripts: [{ ...script, version: 3, text: 'older' }, script] });
    const url = '/api/v1/jumpscripts/jumpscale:exec';
    expect((await test.call({ url, token: test.tokens.viewer })).status).toBe(404);
    const { body } = await test.call({ url: `${url}?source=old-cloud`, token: test.tokens.viewer });
    expect(body).toMatchObject({ source: 'old-cloud', version: 7, text: 'old', versions: [{ version: 7 }] });
  });

  it('has queues of its own', async () => {
    const { body } = await test.call({ url: '/api/v1/queues', token: test.tokens.viewer });
    expect(body).toMatchObject({
      items: expect.arrayContaining([
        expect.objectContaining({ source: 'old-cloud', queue: 'internal', nodeName: 'cpu5', running: 1 }),
      ]),
    });
  });

  it('is for one bridge at a time, and for that after a while', async () => {
    const token = await test.bridgeToken('taken');
    const open = (instance: string) =>
      test.call({
        method: 'POST',
        url: '/api/v1/bridge/open',
        token,
        payload: { instance, kind: 'ac2', periodMs: 10_000 },
      });
    expect((await open('first-one')).status).toBe(200);
    expect(await open('second-one')).toMatchObject({ status: 409, body: { code: 'SOURCE_TAKEN' } });
    now += 21_000;
    expect((await open('second-one')).status).toBe(200);
    const told = { instance: 'first-one', jobs: [job()] };
    const late = await test.call({ method: 'POST', url: '/api/v1/bridge/jobs', token, payload: told });
    expect(late).toMatchObject({ status: 409, body: { code: 'SOURCE_TAKEN' } });
  });

  it('says how far each source is, in lists, metrics and whatever it may miss rows of', async () => {
    const progress = { rowsRead: 9, skipped: 1, openJobs: 2, cut: [], lost: [], state: '{"cursor":7}' };
    await old.call('status', { asOf: now, lastSuccess: now, lastError: null, ...progress });
    await other.call('status', { asOf: now - HOUR_MS, lastSuccess: now - HOUR_MS, lastError: 'refused', ...progress });
    now += 3000;
    const { body } = await test.call({ url: '/api/v1/sources', token: test.tokens.viewer });
    expect(body).toMatchObject({
      items: [
        { name: 'old-cloud', behind: null, rowsRead: 9, skipped: 1, lagMs: 3000 },
        { name: 'other', behind: expect.stringContaining('is behind') },
        { name: 'taken' },
      ],
    });
    expect((await list('filter=source|=|other')).coverage.behind).toEqual([expect.stringContaining('refused')]);
    expect((await list('filter=source|=|old-cloud')).coverage.behind).toBeUndefined();
    expect((await list('limit=1')).coverage.behind).toHaveLength(2);
    expect(await readMetricsOf(test)).toContain('openvcloud_source_up{source="other"} 0');
    expect((await openBridge(test, 'old-cloud', 'ac1', old)).opened).toMatchObject({
      state: '{"cursor":7}',
      openJobs: [{ key: 'open', nativeState: 'STARTED' }],
    });
  });

  it('does not bring back what was purged', async () => {
    const key = 'to be purged';
    const told = job({ key });
    await old.jobs([told]);
    const purge = {
      method: 'DELETE',
      url: `/api/v1/jobs?olderThan=${now - 60_000}`,
      token: test.tokens.admin,
    } as const;
    expect((await test.call(purge)).status).toBe(200);
    expect(await old.jobs([told])).toEqual({ created: 0, changed: 0, same: 0, removed: 1 });
    const line = { jobKey: key, gid: 1, nid: 5, time: now - HOUR_MS, order: 9, level: 5, message: 'x' };
    expect(await old.lines([line])).toEqual({ stored: 0, left: 1 });
    expect(await old.jobs([job({ key: 'younger', timeCreate: now - 1000 })])).toMatchObject({ created: 1 });
  });
});
