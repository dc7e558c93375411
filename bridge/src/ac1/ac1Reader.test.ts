import type { SourceList } from '@openvcloud/contract';
import { openBridge, startStage, type OpenedBridge, type Stage } from '../testing/bridgeStage';
import { startFakePortal, type FakePortal, type PortalRow } from '../testing/fakePortal';
import { Ac1Reader } from './ac1Reader';
import { JobTable } from './jobTable';
import { Portal } from './portal';

// A busy machine may be slow; a hang is still found.
jest.setTimeout(120_000);

const NOW_S = Math.floor(Date.now() / 1000);
const JOBS = 1234;
const LIST = '/restmachine/system/contentmanager/modelobjectlist';
const GET_JOBS = '/restmachine/system/gridmanager/getJobs';

function row(number: number, changes: Partial<PortalRow> = {}): PortalRow {
  const timeCreate = NOW_S - 6 * 3600 + Math.floor(number / 3);
  return {
    guid: number.toString(16).padStart(32, '0'),
    id: number % 100,
    gid: 1,
    nid: 1 + (number % 4),
    category: 'jumpscale',
    cmd: 'exec',
    queue: '',
    roles: [],
    args: '{}',
    result: '1',
    resultcode: 0,
    state: 'OK',
    timeCreate,
    timeStart: timeCreate + 0.5,
    timeStop: timeCreate + 1,
    timeout: 600,
    ...changes,
  };
}

describe('AC1', () => {
  let portal: FakePortal;
  let stage: Stage;
  let bridge: OpenedBridge;
  const open = async (source: string, password = 'of the portal', now?: () => number) => {
    const client = new Portal({ url: portal.url, user: 'admin', password });
    return openBridge(stage, new Ac1Reader(client, new JobTable(client)), await stage.test.bridgeToken(source), now);
  };
  const sourceOf = async (name: string) => {
    const { body } = await stage.test.call({ url: '/api/v1/sources', token: stage.test.tokens.admin });
    return (body as SourceList).items.find((source) => source.name === name);
  };
  const pass = async () => expect(await bridge.attempt()).toBe(true);
  const count = async () => {
    const { body } = await stage.test.call({
      url: '/api/v1/jobs?limit=1&filter=source|=|old',
      token: stage.test.tokens.admin,
    });
    return (body as { total: { value: number } }).total.value;
  };
  beforeAll(async () => {
    [portal, stage] = await Promise.all([startFakePortal(), startStage()]);
    portal.nodes = [
      { gid: 1, id: 3, name: 'cpu3', roles: ['node'], status: 'ERROR', lastcheck: NOW_S, ipaddr: ['10.0.0.3'] },
    ];
    portal.jobs = Array.from({ length: JOBS }, (_, number) => row(number));
    delete portal.jobs[7]?.timeCreate;
    bridge = await open('old');
    await pass();
  });
  afterAll(async () => {
    await bridge.end();
    await Promise.all([portal.close(), stage.close()]);
  });

  it('is read whole, past its 200 rows and pages, also rows without a time of creation', async () => {
    expect(await count()).toBe(JOBS);
    expect((await stage.job(row(7).guid)).unknownFields).toContain('timeCreate');
    expect((await stage.jobs('filter=source|=|old')).every(({ timeKnown }) => timeKnown === null)).toBe(true);
  });

  it('is only read: with GET, but for the login', () => {
    expect(new Set(portal.asked.filter((request) => !request.startsWith('GET ')))).toEqual(
      new Set(['POST /restmachine/system/usermanager/authenticate'])
    );
    expect(portal.logins).toBe(1);
  });

  it('gives its nodes', async () => {
    const { body } = await stage.test.call({ url: '/api/v1/nodes', token: stage.test.tokens.viewer });
    expect(body).toMatchObject({ items: [{ nid: 3, name: 'cpu3', nativeStatus: 'ERROR', source: 'old' }] });
  });

  it('costs pages of its table while nothing changes, and no job', async () => {
    await pass();
    portal.asked.length = 0;
    await pass();
    expect(new Set(portal.asked)).toEqual(new Set(['GET /restmachine/system/gridmanager/getNodes', `GET ${LIST}`]));
  });

  it('is followed: a job that starts, times out, and was OK after all, is one row', async () => {
    const job = row(0, {
      guid: 'b'.repeat(32),
      state: 'SCHEDULED',
      timeCreate: NOW_S,
      timeStart: 0,
      timeStop: 0,
      result: 'null',
    });
    portal.jobs.push(job);
    const states: string[] = [];
    for (const change of [
      {},
      { state: 'STARTED' },
      { state: 'TIMEOUT', result: JSON.stringify(JSON.stringify({ errormessage: 'Job timed out' })), resultcode: null },
      { state: 'OK', timeStart: NOW_S + 1.5, timeStop: NOW_S + 2, result: '{"a":1}', resultcode: 0 },
    ]) {
      Object.assign(job, change);
      await pass();
      states.push((await stage.job(job.guid)).state);
    }
    expect(states).toEqual(['SCHEDULED', 'RUNNING', 'TIMEOUT', 'OK']);
    expect(await stage.job(job.guid)).toMatchObject({ result: { a: 1 }, error: null, timeKnown: expect.any(Number) });
  });

  it('is asked again for a job that is open, however old, until it ends or is gone', async () => {
    const old = { timeCreate: NOW_S - 6 * 3600, timeStart: 0, timeStop: 0, result: 'null', state: 'STARTED' };
    const [ends, vanishes] = ['c', 'd'].map((letter) => row(1, { guid: letter.repeat(32), ...old }));
    const second = await open('second');
    portal.jobs.push(ends as PortalRow, vanishes as PortalRow);
    expect(await second.attempt()).toBe(true);
    Object.assign(ends as PortalRow, { state: 'OK', timeStart: NOW_S, timeStop: NOW_S });
    portal.jobs.splice(portal.jobs.indexOf(vanishes as PortalRow), 1);
    expect(await second.attempt()).toBe(true);
    const states = (await stage.jobs('filter=source|=|second&filter=nativeId|startsWith|ccc')).map(
      ({ state }) => state
    );
    expect(states).toEqual(['OK']);
    const [gone] = await stage.jobs('filter=source|=|second&filter=nativeId|startsWith|ddd');
    expect(gone).toMatchObject({ state: 'ERROR', nativeState: 'STARTED', errorType: 'OutcomeUnknown' });
    await second.end();
  });

  it.each([
    ['starts again, so that keys and sessions are gone', () => portal.restart()],
    ['ends the session', () => portal.endSessions()],
  ])('is read on when the portal %s, with one login', async (_title, fault) => {
    const before = portal.logins;
    portal.jobs.push(row(0, { guid: `e${before}`.padEnd(32, 'e'), timeCreate: NOW_S }));
    fault();
    await pass();
    expect(portal.logins).toBe(before + 1);
    expect(await stage.job(`e${before}`.padEnd(32, 'e'))).toMatchObject({ state: 'OK' });
  });

  it.each([
    [
      'an error page',
      GET_JOBS,
      { status: 500, body: '<html>Your service request could not be fulfilled correctly</html>', type: 'text/html' },
    ],
    ['a cut answer', GET_JOBS, { status: 200, body: '[{"guid": "aaaa' }],
    ['a cut table', LIST, { status: 200, body: '{"sEcho": 1, "da' }],
  ])('loses nothing by %s: that pass does not count', async (_title, path, answer) => {
    const guid = String(portal.asked.length).padStart(32, 'f');
    portal.jobs.push(row(0, { guid, timeCreate: NOW_S }));
    portal.fail(path, [answer]);
    expect(await bridge.attempt()).toBe(false);
    await pass();
    expect(await stage.job(guid)).toMatchObject({ state: 'OK' });
  });

  it('is read in windows by an account that may not open the page, and what may be missing is named', async () => {
    portal.isPageForbidden = true;
    portal.restart();
    const narrow = await open('narrow');
    expect(await narrow.attempt()).toBe(true);
    const source = await sourceOf('narrow');
    expect(source?.cut).toEqual([expect.objectContaining({ why: expect.stringContaining('OK on node 3: 200 rows') })]);
    expect(source?.behind).toContain('has gaps');
    expect(await stage.jobs('filter=source|=|narrow')).not.toHaveLength(0);
    expect(portal.asked.some((request) => request.includes('to='))).toBe(false);
    await narrow.end();
    portal.isPageForbidden = false;
  });

  it('is named with the reason when it does not answer', async () => {
    const nobody = new Portal({ url: 'http://127.0.0.1:2', user: 'admin', password: 'of the portal' });
    const reader = new Ac1Reader(nobody, new JobTable(nobody));
    const away = await openBridge(stage, reader, await stage.test.bridgeToken('away'));
    expect(await away.attempt()).toBe(false);
    expect((await sourceOf('away'))?.lastError).toMatch(/^The portal did not answer .*ECONNREFUSED 127\.0\.0\.1:2$/);
    await away.end();
  });

  it('has a gap with its bounds when it was not read for longer than its five days', async () => {
    const last = Date.now();
    let now = last;
    const rare = await open('rare', undefined, () => now);
    expect(await rare.attempt()).toBe(true);
    now = last + 7 * 86_400_000;
    expect(await rare.attempt()).toBe(true);
    const { lost } = (await sourceOf('rare')) ?? {};
    expect(lost).toEqual([
      { from: last, to: last + 2 * 86_400_000, why: expect.stringContaining('AC1 keeps jobs for five days') },
    ]);
    await rare.end();
  });

  it('says that the password is wrong, asks once in a pass, and repeats it nowhere', async () => {
    const before = portal.logins;
    const wrong = await open('wrong', 'not this one');
    expect(await wrong.attempt()).toBe(false);
    expect(portal.logins).toBe(before + 1);
    const { body } = await stage.test.call({ url: '/api/v1/sources', token: stage.test.tokens.admin });
    expect(JSON.stringify(body)).toContain('user or password is wrong');
    expect(JSON.stringify(body)).not.toContain('not this one');
    await wrong.end();
  });
});
