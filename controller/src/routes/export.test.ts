import { JobSummary, LIMITS, type JobList, type LogList } from '@openvcloud/contract';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import { startTestApp, type TestApp } from '../testing/app';
import { seedJobs } from '../testing/seed';

const NOW = 1_780_000_600_000;
const COUNT = 20_000;

describe('an export', () => {
  let test: TestApp;
  let url: string;
  beforeAll(async () => {
    test = await startTestApp({ now: () => NOW });
    await seedJobs(test.services.database, { count: COUNT, from: NOW - 3_600_000, to: NOW });
    await run(
      `insert into jobs (gid, is_live, time_create, guid, source, organization, category, cmd, queue, state, native_state, args, result, timeout_seconds, error_type, error_message)
       values (1, false, $1, 'exact', 'controller', 'o', '', '=cmd|'' /C calc''!A0', 'io', 'OK', 'OK', $2, $3, 300, null, null)`,
      [NOW - 1, '{"big":12345678901234567890,\n"a":1.0}', '"nul \\u0000, \\"quoted\\""']
    );
    await run(
      `insert into log_lines (gid, time, job_guid, seq, level, app_name, category, message, nid, organization, cmd)
       select 1, $1::bigint + n, case when n % 3 = 0 then 'exact' else 'other' end, n, 5, 'app', 'stdout', 'line ' || n || E',\\n"x"', 7, 'o', 'c' from generate_series(1, 700) n`,
      [NOW]
    );
    url = await test.app.listen({ host: '127.0.0.1', port: 0 });
  });
  afterAll(() => test.close());

  const run = (text: string, values: unknown[]) => test.services.database.query({ text, values });
  const open = async (query: string, token = test.tokens.viewer): Promise<IncomingMessage> => {
    const headers = { authorization: `Bearer ${token}` };
    const [response] = (await once(get(`${url}/api/v1/export?${query}`, { headers, agent: false }), 'response')) as [
      IncomingMessage,
    ];
    return response;
  };
  const text = async (response: IncomingMessage): Promise<string> => {
    let all = '';
    response.setEncoding('utf8');
    for await (const chunk of response) {
      all += String(chunk);
    }
    return all;
  };
  const rowsOf = async (query: string) => {
    const lines = (await text(await open(query)))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    return { rows: lines.slice(0, -1), end: lines.at(-1) };
  };
  const listed = async (path: string): Promise<object[]> => {
    const items: object[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body } = await test.call({
        url: `${path}&limit=1000&count=false${cursor === '' ? '' : `&cursor=${cursor}`}`,
        token: test.tokens.viewer,
      });
      const list = body as JobList | LogList;
      items.push(...list.items);
      cursor = list.page.next;
    }
    return items;
  };
  /** Sessions that hold a moment of the database. */
  const sessions = async (condition = 'true') => {
    const [row] = await test.services.database.query<{ count: number }>({
      text: `select count(*) as count from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
             and (query like 'fetch%' or query like 'declare%') and state <> 'idle' and ${condition}`,
      values: [],
    });
    return row?.count ?? 0;
  };
  const until = async (condition: () => Promise<boolean>) => {
    while (!(await condition())) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  it.each([
    'filter=state|in|ERROR|TIMEOUT',
    'sort=timeStart&filter=queue|=|io',
    'sort=-timeStart&filter=queue|=|io',
    `from=${NOW - 600_000}&to=${NOW - 300_000}&timeField=timeStop&sort=-resultPreview`,
    'filter=tags|=|case-3&q=data',
    'filter=cmd|=|nothing',
  ])('of jobs holds the rows of the list in its order, and says that it is whole: %s', async (query) => {
    const expected = await listed(`/api/v1/jobs?${query}`);
    const { rows, end } = await rowsOf(query);
    expect(rows).toEqual(expected);
    expect(end).toMatchObject({ rows: expected.length, coverage: { asOf: NOW, isCut: false } });
  });

  it('with details holds args and result exactly as they were stored, one job a line', async () => {
    const response = await open('details=true&filter=guid|=|exact');
    expect(response.headers['content-type']).toBe('application/x-ndjson');
    expect(response.headers['content-disposition']).toBe(
      'attachment; filename="openvcloud-jobs-20260528T203640Z.ndjson"'
    );
    const [line = '', end = ''] = (await text(response)).trimEnd().split('\n');
    expect(line).toContain('"args":{"big":12345678901234567890, "a":1.0},"result":"nul \\u0000, \\"quoted\\""}');
    const { body } = await test.call({ url: '/api/v1/jobs/exact', token: test.tokens.viewer });
    expect(JSON.parse(line)).toEqual(body);
    expect(JSON.parse(end)).toMatchObject({ rows: 1 });
  });

  it.each([
    ['of=logs', '/api/v1/logs?q='],
    ['of=logs&guid=exact', '/api/v1/jobs/exact/logs?q='],
    ['of=logs&guid=exact&direction=backward&q=line%206', '/api/v1/jobs/exact/logs?direction=backward&q=line%206'],
  ])('of log lines holds the lines of the list in its order: %s', async (query, list) => {
    const expected = await listed(list);
    const { rows, end } = await rowsOf(query);
    expect(rows).toEqual(expected);
    expect(end).toMatchObject({ rows: expected.length });
  });

  it('as CSV is read back by PostgreSQL as it was stored, formulas guarded', async () => {
    const response = await open('format=csv&filter=organization|in|o|storage');
    expect(response.headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
    const csv = await text(response);
    const columns = Object.keys(JobSummary.properties);
    expect(csv.split('\r\n')[0]).toBe(columns.join(','));
    const client = await test.services.database.connect();
    try {
      await client.query(
        `create temp table back (place bigserial, ${columns.map((column) => `"${column}" text`).join(', ')})`
      );
      await pipeline(
        Readable.from([csv]),
        client.query(copyFrom(`copy back ("${columns.join('", "')}") from stdin csv header`))
      );
      const { rows } = await client.query<Record<string, string | null>>('select * from back order by place');
      const expected = await listed('/api/v1/jobs?filter=organization|in|o|storage');
      const asCell = (value: unknown) =>
        value === null ? null : Array.isArray(value) ? JSON.stringify(value) : String(value);
      const stored = (cell: unknown) => (typeof cell === 'string' ? cell.replace(/^'/, '') : null);
      const cells = (row: object, of: (value: unknown) => string | null) =>
        columns.map((column) => of(new Map<string, unknown>(Object.entries(row)).get(column)));
      expect(rows.map((row) => cells(row, stored))).toEqual(expected.map((row) => cells(row, asCell)));
      expect(rows[0]?.cmd).toMatch(/^'=cmd/);
    } finally {
      await client.end();
    }
  });

  it.each([
    ['sort=args', 400, 'BAD_SORT'],
    ['filter=cmd|regex|(', 400, 'BAD_REGEX'],
    ['filter=colour|=|red', 400, 'UNKNOWN_FILTER_FIELD'],
    ['guid=exact', 400, 'BAD_PARAMETER'],
    ['of=logs&details=true', 400, 'BAD_PARAMETER'],
    ['of=logs&sort=cmd', 400, 'BAD_PARAMETER'],
    ['of=logs&guid=none', 404, 'UNKNOWN_JOB'],
    ['format=xml', 400, 'BAD_PARAMETER'],
    ['limit=5', 400, 'BAD_PARAMETER'],
  ])('that cannot be made is a clear answer before it begins: %s', async (query, status, code) => {
    const response = await open(query);
    expect(response.statusCode).toBe(status);
    expect(JSON.parse(await text(response))).toMatchObject({ code });
  });

  it('waits for a slow reader, and covers one moment however long that takes', async () => {
    const response = await open('');
    await until(async () => (await sessions(`state = 'idle in transaction'`)) === 1);
    await run(
      `update jobs set native_state = 'CHANGED', time_create = time_create where time_create < $1 and not is_live`,
      [NOW - 3_000_000]
    );
    await run(`delete from jobs where guid = 'exact'`, []);
    const lines = (await text(response)).trimEnd().split('\n');
    expect(lines).toHaveLength(COUNT + 2);
    expect(lines.filter((line) => line.includes('CHANGED'))).toHaveLength(0);
    expect(lines[0]).toContain('"guid":"exact"');
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ rows: COUNT + 1, coverage: { isCut: false } });
    await until(async () => (await sessions()) === 0);
  });

  it('is cancelled in PostgreSQL when the client goes', async () => {
    const blocker = await test.services.database.connect();
    await blocker.query('begin; lock table jobs in access exclusive mode');
    const request = get(`${url}/api/v1/export`, { headers: { authorization: `Bearer ${test.tokens.viewer}` } });
    request.on('error', () => undefined);
    await until(async () => (await sessions(`wait_event_type = 'Lock'`)) === 1);
    request.destroy();
    await until(async () => (await sessions()) === 0);
    await blocker.end();
  });

  it('is one of so many at a time, and makes room when its reader goes', async () => {
    const running = await Promise.all(Array.from({ length: LIMITS.exportsPerToken }, () => open('')));
    const refuse = async (token: string, reason: string) => {
      const refused = await open('', token);
      expect(refused.statusCode).toBe(429);
      expect(refused.headers['retry-after']).toBe('10');
      expect(JSON.parse(await text(refused))).toMatchObject({
        code: 'TOO_MANY_EXPORTS',
        detail: expect.stringContaining(reason),
      });
    };
    await refuse(test.tokens.viewer, 'of token "viewer"');
    running.push(await open('', test.tokens.operator));
    await refuse(test.tokens.admin, `at most ${LIMITS.exports} exports at a time`);
    running.forEach((response) => response.destroy());
    await until(async () => {
      const response = await open('filter=cmd|=|nothing');
      response.resume();
      return response.statusCode === 200;
    });
    await until(async () => (await sessions()) === 0);
  });

  it.each(['ndjson', 'csv'])('that breaks off as %s is not taken for a whole one', async (format) => {
    const response = await open(`format=${format}`);
    await until(async () => (await sessions(`state = 'idle in transaction'`)) === 1);
    await run(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like 'fetch%'`,
      []
    );
    let all = '';
    response.setEncoding('utf8');
    response.on('data', (chunk) => (all += String(chunk)));
    await expect(once(response, 'end')).rejects.toThrow('aborted');
    expect(all).not.toContain('"coverage"');
    expect(all.includes('"problem"')).toBe(format === 'ndjson');
  });
});
