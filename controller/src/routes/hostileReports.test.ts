import type { Report, ReportsResponse } from '@openvcloud/contract';
import { readMigrations } from '../database/migrate';
import { execute, plantScripts, readJob, startAgent, type TestAgent } from '../testing/agent';
import { startTestApp, type TestApp } from '../testing/app';

jest.setTimeout(60_000);

type ReportedError = NonNullable<Report['error']>;
const ERROR: ReportedError = {
  type: 'ValueError',
  message: 'm',
  backtrace: null,
  file: 'o/echo.py',
  line: 3,
  function: null,
  code: null,
};

describe('reports that PostgreSQL cannot store as they are', () => {
  let test: TestApp;
  let agent: TestAgent;
  beforeAll(async () => {
    test = await startTestApp();
    await plantScripts(test, { 'o/echo': 'def action(): pass\n' });
    agent = await startAgent(test, 1);
  });
  afterAll(() => test.close());

  const sql = (text: string, ...values: unknown[]) =>
    test.database.database.query<{ [name: string]: unknown }>({ text, values });
  /** A job that runs. */
  const running = async (): Promise<string> => {
    const { jobs } = await execute(test, { organization: 'o', name: 'echo', nid: 1 });
    const guid = jobs[0]?.guid ?? '';
    await agent.work();
    await agent.report({ kind: 'started', guid, attempt: 1, time: Date.now(), pid: 7 });
    return guid;
  };
  const post = (payload: string) =>
    test.call({
      method: 'POST',
      url: '/api/v1/agent/reports',
      token: agent.token,
      headers: { 'content-type': 'application/json' },
      payload,
    });
  const result = (guid: string, changes: Partial<Report> = {}): Omit<Report, 'seq'> => ({
    kind: 'result',
    guid,
    attempt: 1,
    time: Date.now(),
    state: 'OK',
    result: 'fine',
    ...changes,
  });
  const failed = (guid: string, error: Partial<ReportedError>): Omit<Report, 'seq'> =>
    result(guid, { state: 'ERROR', result: undefined, error: { ...ERROR, ...error } });
  const log = (guid: string, ...messages: string[]): Omit<Report, 'seq'> => ({
    kind: 'logs',
    guid,
    attempt: 1,
    lines: messages.map((message, index) => ({ seq: index + 1, time: Date.now(), level: 5, category: 'c', message })),
  });

  it.each([
    ['a signature cut through a surrogate pair', { message: `${'x'.repeat(199)}😀 tail` }],
    [
      'a first line cut through one',
      { message: `'${'a'.repeat(498)}' '${'b'.repeat(498)}' '${'c'.repeat(498)}' ${'\u00a0'.repeat(496)}😀` },
    ],
    ['half a pair in the name of the file', { file: '/tmp/\ud83d.py' }],
    ['half a pair everywhere', { type: 'A\ud83d', message: '\udc00', backtrace: '\ud83d\0' }],
  ])('an error is stored, with what cannot be replaced: %s', async (_what, error) => {
    const guid = await running();
    expect(await agent.report(failed(guid, error))).toMatchObject({ refused: [] });
    const job = await readJob(test, guid);
    expect(job.state).toBe('ERROR');
    expect(job.error?.signature).not.toBe('');
  });

  it('results are stored whatever their JSON holds', async () => {
    for (const value of [
      '"\ud83d"',
      '"\\ud83d"',
      '"\\u0000"',
      '{"__proto__":{"a":1}}',
      '{"constructor":{"prototype":1}}',
    ]) {
      const guid = await running();
      await agent.report(result(guid, { result: undefined, resultJson: value }));
      expect(await readJob(test, guid)).toMatchObject({ state: 'OK' });
      const other = await running();
      const spool = `spool-of-${other}`;
      const body = JSON.stringify({
        sessionId: agent.sessionId,
        spoolId: spool,
        reports: [{ seq: 1, ...result(other, { result: 'HERE' }) }],
      });
      expect(await post(body.replace('"HERE"', value))).toMatchObject({
        status: 200,
        body: { acknowledged: 1, refused: [] },
      });
      expect(await readJob(test, other)).toMatchObject({ state: 'OK' });
    }
  });

  it('a result nested too deep for its readers is refused alone, with the limit', async () => {
    const guid = await running();
    const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
    const refused = [{ seq: 1, reason: 'expected a result nested at most 500 levels deep, got a deeper one' }];
    for (const [name, member] of [
      ['text', `"resultJson":"${nested(200_000)}"`],
      ['json', `"result":${nested(200_000)}`],
      ['just', `"result":${nested(501)}`],
    ]) {
      const head = `{"sessionId":"${agent.sessionId}","spoolId":"spool-of-${name}"`;
      const payload = `${head},"reports":[{"seq":1,"kind":"result","guid":"${guid}","attempt":1,"state":"OK",${member}}]}`;
      expect(await post(payload)).toMatchObject({ status: 200, text: JSON.stringify({ acknowledged: 1, refused }) });
    }
    await agent.report(result(guid, { result: undefined, resultJson: nested(500) }));
    expect((await readJob(test, guid)).state).toBe('OK');
  });

  it('jobs that were made of a JumpScript beyond its limits, before there were any, can end since the update', async () => {
    const guid = await running();
    const other = await running();
    await sql(
      `update jobs_live set category = (select string_agg(chr(33 + (random() * 90)::int), '') from generate_series(1, 6000)),
         roles = array['node', (select string_agg(chr(33 + (random() * 90)::int), '') from generate_series(1, 6000))] where guid = $1`,
      guid
    );
    const answer = await agent.report(result(guid), result(other));
    expect(answer.refused).toEqual([{ seq: expect.any(Number), reason: expect.stringContaining('SQLSTATE 54000') }]);
    expect(await readJob(test, other)).toMatchObject({ state: 'OK' });
    const migration = readMigrations().find(({ name }) => name.includes('long-metadata'));
    await sql(migration?.sql ?? '');
    await agent.report(result(guid));
    expect(await readJob(test, guid)).toMatchObject({
      state: 'OK',
      roles: ['node', expect.stringMatching(/^.{100}$/)],
    });
  });

  describe('for a reason nobody thought of', () => {
    // A column that refuses a value: what any index, domain or trigger may do one day.
    beforeAll(async () => {
      await sql(`create function refuse_poison() returns trigger language plpgsql as $$
        begin
          if new::text like '%poison%' then
            raise exception 'no poison' using errcode = '22023';
          end if;
          return new;
        end $$`);
      await sql('create trigger no_poison before insert on log_lines for each row execute function refuse_poison()');
      await sql('create trigger no_poison before insert on node_stats for each row execute function refuse_poison()');
      await sql('create trigger no_poison before insert on jobs_done for each row execute function refuse_poison()');
    });

    it('all other reports of the batch are stored, and those behind it', async () => {
      const [bad, good] = [await running(), await running()];
      const answer = await agent.report(
        log(good, 'one', 'two'),
        failed(bad, { message: 'poison' }),
        result(good, { result: 'stored' }),
        {
          kind: 'stats',
          stats: [
            { time: Date.now(), name: 'load1', value: 1 },
            { time: Date.now(), name: 'poison', value: 2 },
          ],
        }
      );
      expect(answer.refused).toEqual([{ seq: expect.any(Number), reason: expect.stringContaining('SQLSTATE 22023') }]);
      expect(await readJob(test, good)).toMatchObject({ state: 'OK', result: 'stored', logLines: 2 });
      expect(await sql('select name from node_stats')).toEqual([{ name: 'load1' }]);
      const next = await running();
      expect(await agent.report(result(next))).toMatchObject({ refused: [] });
    });

    it('the job of such an error ends as it ended, and says what was left out', async () => {
      const guid = await running();
      await agent.report(failed(guid, { message: 'poison', backtrace: 'more poison' }));
      expect(await readJob(test, guid)).toMatchObject({
        state: 'ERROR',
        error: { type: 'ValueError', message: expect.stringContaining('could not be stored'), backtrace: null },
      });
    });

    it('the job of such a result ends as OK, with its size and a word in its place', async () => {
      const guid = await running();
      await agent.report(result(guid, { result: { is: 'poison' } }));
      expect(await readJob(test, guid)).toMatchObject({
        state: 'OK',
        result: expect.stringContaining('could not be stored'),
        resultTruncated: 15,
      });
    });

    it('of such log lines only the line is left out, and counted', async () => {
      const guid = await running();
      const lines = Array.from({ length: 50 }, (_, n) => (n === 17 ? 'poison' : `line ${n}`));
      const answer: ReportsResponse = await agent.report(log(guid, ...lines), result(guid));
      expect(answer.refused).toEqual([]);
      expect(await readJob(test, guid)).toMatchObject({ state: 'OK', logLines: 49 });
      expect(await sql('select dropped_lines from jobs where guid = $1', guid)).toEqual([{ dropped_lines: 1 }]);
    });
  });
});
