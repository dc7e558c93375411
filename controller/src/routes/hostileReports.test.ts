import type { ReportsResponse, ReportedLine, UnsentReport, ResultReport } from '@openvcloud/contract';
import { readMigrations } from '../database/migrate';
import { execute, plantScripts, readJob, startAgent, type TestAgent } from '../testing/agent';
import { startTestApp, type TestApp } from '../testing/app';

jest.setTimeout(60_000);

type ReportedError = NonNullable<ResultReport['error']>;
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
    await plantScripts(test, { 'o/echo': 'def action(): pass\n', 'o/any': 'def action(a): pass\n' });
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
  const result = (guid: string, changes: Partial<ResultReport> = {}): UnsentReport => ({
    kind: 'result',
    guid,
    attempt: 1,
    time: Date.now(),
    state: 'OK',
    result: 'fine',
    ...changes,
  });
  const failed = (guid: string, error: Partial<ReportedError>): UnsentReport =>
    result(guid, { state: 'ERROR', result: undefined, error: { ...ERROR, ...error } });
  const log = (guid: string, ...messages: string[]): UnsentReport & { lines: ReportedLine[] } => ({
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

  it('numbers beyond their columns are brought into them: the job ends all the same', async () => {
    const guid = await running();
    await agent.report(result(guid, { state: 'ERROR', resultCode: 5_000_000_000, error: { ...ERROR, line: 1e12 } }));
    expect(await readJob(test, guid)).toMatchObject({
      state: 'ERROR',
      resultCode: 2_147_483_647,
      error: { line: null },
    });
    const other = await running();
    await agent.report(result(other, { state: 'ERROR', resultCode: -5_000_000_000, error: ERROR }));
    expect(await readJob(test, other)).toMatchObject({ resultCode: -2_147_483_647 });
  });

  it('texts over their limits are stored cut, with their true sizes: those the agent tells, else as they came', async () => {
    const long = { message: 'é'.repeat(50_000), backtrace: 'z'.repeat(300_000), code: 'x'.repeat(3_000_000) };
    const guid = await running();
    await agent.report(failed(guid, long));
    const { error } = await readJob(test, guid);
    expect(error).toMatchObject({ messageTruncatedFrom: 100_000, backtraceTruncatedFrom: 300_000, code: long.code });
    expect([error?.message.length, error?.backtrace?.length]).toEqual([32_768, 262_144]);
    const told = await running();
    await agent.report(failed(told, { ...long, messageTruncatedFrom: 7e9, backtraceTruncatedFrom: 8e9 }));
    expect((await readJob(test, told)).error).toMatchObject({ messageTruncatedFrom: 7e9, backtraceTruncatedFrom: 8e9 });
    const whole = await running();
    await agent.report(failed(whole, { message: 'm'.repeat(65_536) }));
    expect((await readJob(test, whole)).error).toMatchObject({
      messageTruncatedFrom: null,
      backtraceTruncatedFrom: null,
    });
  });

  it('lines of bytes that were no text are whole below the limit, and tags beyond theirs say so', async () => {
    const guid = await running();
    const [one = {}] = log(guid, '\ufffd'.repeat(65_535)).lines;
    const tags = Array.from({ length: 60 }, () => 't'.repeat(900));
    await agent.report({ ...log(guid), lines: [{ ...one, tags }] } as UnsentReport);
    const [line] = await sql(
      'select length(message) as length, truncated_from, tags from log_lines where job_guid = $1',
      guid
    );
    expect(line).toMatchObject({ length: 65_535, truncated_from: null });
    expect(line?.tags).toHaveLength(50);
    expect(line?.tags).toEqual(
      expect.arrayContaining([expect.stringContaining('…(of 900 characters)'), '(11 more tags were left out)'])
    );
  });

  it('args nested too deep for those who read them are refused before they hold up the work of a node', async () => {
    const give = (levels: number) =>
      test.call({
        method: 'POST',
        url: '/api/v1/jobs',
        token: test.tokens.operator,
        headers: { 'content-type': 'application/json' },
        payload: `{"organization":"o","name":"any","nid":1,"args":{"a":${'['.repeat(levels)}${']'.repeat(levels)}}}`,
      });
    expect((await give(499)).status).toBe(201);
    for (const levels of [500, 100_000]) {
      const { status, text } = await give(levels);
      expect([status, text]).toEqual([400, expect.stringContaining('Expected a body nested at most 501 levels deep')]);
    }
    expect(await agent.work()).toHaveLength(1);
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
