import type { AuditList, FailureActRequest, FailureGroup, FailureList, Problem } from '@openvcloud/contract';
import { act } from '../testing/act';
import { startTestApp, type TestApp } from '../testing/app';

jest.setTimeout(60_000);

const NOW = Date.UTC(2026, 10, 22, 12);
const DAY_MS = 86_400_000;

describe('groups of failures', () => {
  let test: TestApp;
  let now = NOW;
  beforeAll(async () => {
    test = await startTestApp({ now: () => now });
  });
  beforeEach(async () => {
    now = NOW;
    await sql('truncate jobs, failures, failure_groups, unresolved_failures, last_oks, jumpscripts, audit_events');
  });
  afterAll(() => test.close());

  const sql = (text: string, values: unknown[] = []) =>
    test.database.database.query<Record<string, unknown>>({ text, values });
  let born = 0;
  const fail = (signature: string, { at = now, version = 1, nid = 1, gid = 1 } = {}) =>
    sql(
      `insert into jobs (gid, is_live, time_create, time_stop, time_known, guid, source, organization, category, cmd, jumpscript_id, jumpscript_version,
         nid, node_name, queue, state, native_state, error_signature, timeout_seconds)
       values ($1, false, $2, $2, $2, $3, 'controller', 'o', '', 'disk', 'o:disk', $4, $5, 'node' || $5::integer, 'io', 'ERROR', 'ERROR', $6, 1)`,
      [gid, at, `job-${born++}`, version, nid, signature]
    );
  const edit = (version: number, at: number) =>
    sql(
      `insert into jumpscripts (gid, id, version, organization, name, is_current, declared_version, category, descr, author, license, roles, queue,
         startatboot, async, log, enable, run_order, timeout_seconds, args, path, hash, created_at)
       values (1, 'o:disk', $1, 'o', 'disk', false, '', '', '', '', '', '{}', 'io', false, false, true, true, 0, 60, '{}', '', '', $2)`,
      [version, at]
    );
  const list = async (query = '', token = test.tokens.viewer) => {
    const url = `/api/v1/failures?from=${now - 30 * DAY_MS}&to=${now + 1}${query}`;
    return (await test.call({ url, token })).body as FailureList;
  };
  const one = async (signature: string) => (await list()).items.find((group) => group.signatures.includes(signature));
  const keyOf = async (signature: string) => (await one(signature))?.key ?? '';
  const decide = async (signature: string, payload: FailureActRequest, token = test.tokens.operator) =>
    act<FailureGroup & Pick<Problem, 'code' | 'detail'>>(
      test,
      'POST',
      `/api/v1/failures/${await keyOf(signature)}/acts`,
      { payload, token }
    );

  it('are new for a week, then ongoing', async () => {
    await fail('A: x', { at: NOW - 6 * DAY_MS });
    expect(await one('A: x')).toMatchObject({ status: 'new', count: 1, title: 'A: x', firstSeen: NOW - 6 * DAY_MS });
    now += 2 * DAY_MS;
    expect(await one('A: x')).toMatchObject({ status: 'ongoing' });
  });

  it('are resolved until they fail again, on a source not older than the fix', async () => {
    await edit(1, NOW - 9 * DAY_MS);
    await edit(2, NOW - DAY_MS);
    await fail('A: x', { at: NOW - 1000 });
    const resolved = await decide('A: x', { act: 'resolve' });
    expect(resolved).toMatchObject({
      status: 200,
      body: { status: 'resolved', resolvedBy: 'operator', resolvedAt: NOW },
    });
    now += 60_000;
    await fail('A: x', { version: 1 });
    expect(await one('A: x')).toMatchObject({ status: 'resolved', count: 2 });
    await fail('A: x', { version: 2 });
    expect(await one('A: x')).toMatchObject({ status: 'regressed', count: 3, versions: [2, 1] });
    expect((await list('&filter=status%7C%3D%7Cregressed')).items).toHaveLength(1);
    expect((await list('&filter=status%7Cin%7Cnew%7Congoing')).items).toEqual([]);
    expect((await decide('A: x', { act: 'reopen' })).body.status).toBe('new');
  });

  it('say how long after an edit they began', async () => {
    await edit(3, NOW - 7 * 60_000);
    await fail('A: x', { version: 3 });
    expect(await one('A: x')).toMatchObject({ firstVersion: 3, afterEditMs: 7 * 60_000 });
  });

  it('are ignored until one of the limits is reached', async () => {
    await edit(1, NOW - DAY_MS);
    for (const limit of [{ until: NOW + 1000 }, { count: 2 }, { perHour: 3 }, { untilEdit: true }]) {
      const name = `A: ${JSON.stringify(limit)}`;
      await fail(name, { at: NOW - 1 });
      const ignored = await decide(name, { act: 'ignore', ...limit });
      expect(ignored.body).toMatchObject({ status: 'ignored', ignoredBy: 'operator' });
    }
    now += 1000;
    for (const limit of ['{"count":2}', '{"perHour":3}']) {
      await fail(`A: ${limit}`);
      expect(await one(`A: ${limit}`)).toMatchObject({ status: 'ignored' });
      await fail(`A: ${limit}`);
    }
    await edit(2, NOW);
    expect((await list()).items.map(({ status }) => status)).toEqual(['new', 'new', 'new', 'new']);
  });

  it('are merged for good: later failures of either are of the one', async () => {
    await fail('A: x');
    await fail('B: y', { at: NOW - 5, nid: 2 });
    const [former, key] = [await keyOf('B: y'), await keyOf('A: x')];
    expect((await decide('B: y', { act: 'merge', into: key })).body).toMatchObject({
      key,
      count: 2,
      nodes: 2,
      firstSeen: NOW - 5,
    });
    await fail('B: y', { nid: 3 });
    expect((await list()).items).toMatchObject([
      { key, count: 3, signatures: ['A: x', 'B: y'], nodeNames: ['node1', 'node2', 'node3'] },
    ]);
    const { body } = await test.call({ url: `/api/v1/failures/${former}`, token: test.tokens.viewer });
    expect(body).toMatchObject({ key, count: 3 });
    await fail('C: z');
    expect((await decide('A: x', { act: 'merge', into: await keyOf('C: z') })).body).toMatchObject({
      count: 4,
      signature: 'C: z',
    });
  });

  it('have a note, and a trail of who decided what', async () => {
    await fail('A: x');
    expect((await decide('A: x', { act: 'note', note: ' ask storage ' })).body).toMatchObject({
      note: 'ask storage',
      notedBy: 'operator',
    });
    expect((await decide('A: x', { act: 'note' })).body).toMatchObject({ note: null, notedBy: null });
    const { body } = await test.call({ url: '/api/v1/audit?action=failure.note', token: test.tokens.operator });
    expect((body as AuditList).items).toMatchObject([
      { outcome: 'OK', target: await keyOf('A: x') },
      { details: { note: ' ask storage ' } },
    ]);
  });

  it('are refused what makes no sense, in words', async () => {
    await fail('A: x');
    const key = await keyOf('A: x');
    expect(await decide('A: x', { act: 'merge', into: key })).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('the same one') },
    });
    expect(await decide('A: x', { act: 'merge' })).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('got none') },
    });
    expect(await decide('A: x', { act: 'ignore', until: NOW - 1 })).toMatchObject({
      status: 400,
      body: { code: 'BAD_TIME_RANGE' },
    });
    expect(await decide('A: x', { act: 'resolve' }, test.tokens.viewer)).toMatchObject({ status: 403 });
    const unknown = await test.call({ url: '/api/v1/failures/nothing', token: test.tokens.viewer });
    expect(unknown).toMatchObject({
      status: 404,
      body: { code: 'UNKNOWN_FAILURE', detail: expect.stringContaining('"nothing"') },
    });
    expect(await list('&filter=colour%7C%3D%7Cred')).toMatchObject({ code: 'UNKNOWN_FILTER_FIELD' });
    expect(await list('&filter=status%7Cregex%7Cn')).toMatchObject({ code: 'UNKNOWN_FILTER_OPERATOR' });
  });

  it('are without what another controller corrected: it is no failure any more', async () => {
    await fail('A: x');
    await fail('A: x');
    await sql(`update jobs set state = 'OK', error_signature = null where guid = $1`, [`job-${born - 1}`]);
    expect(await one('A: x')).toMatchObject({ count: 1 });
  });

  it('of two grids are two, also of the same failure, each told by its grid', async () => {
    await fail('A: x', { gid: 1 });
    await fail('A: x', { gid: 2 });
    await fail('A: x', { gid: 2 });
    const key = await keyOf('A: x');
    const { token: all } = await test.services.tokens.create({ name: 'all', role: 'viewer', nid: null, grid: 'all' });
    const ask = async (query: string, token = all) =>
      (await test.call({ url: `/api/v1/failures/${key}${query}`, token })).body;
    expect(await ask('')).toMatchObject({ gid: 2, count: 2 });
    expect(await ask('?gid=1')).toMatchObject({ gid: 1, count: 1 });
    expect(await ask('?gid=2')).toMatchObject({ gid: 2, count: 2 });
    expect(await ask('?gid=3')).toMatchObject({ code: 'UNKNOWN_FAILURE' });
    expect(await ask('', test.tokens.viewer)).toMatchObject({ gid: 1, count: 1 });
    expect(await ask('?gid=2', test.tokens.viewer)).toMatchObject({ code: 'UNKNOWN_FAILURE' });
  });

  it('of a window without failures are none', async () => {
    expect(await list('&bucketMs=86400000')).toMatchObject({
      items: [],
      total: 0,
      jobs: 0,
      coverage: { isCut: false, notice: null },
    });
  });
});
