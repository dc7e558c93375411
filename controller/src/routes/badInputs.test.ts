import type { JobList } from '@openvcloud/contract';
import { startTestApp, type TestApp } from '../testing/app';
import { seedJobs } from '../testing/seed';

const NOW = 1_780_000_600_000;

describe('bad input', () => {
  let test: TestApp;
  let cursor: string;
  beforeAll(async () => {
    test = await startTestApp({ now: () => NOW });
    await seedJobs(test.services.database, { count: 50, from: NOW - 60_000, to: NOW });
    const { body } = await test.call({ url: '/api/v1/jobs?limit=2', token: test.tokens.viewer });
    cursor = (body as JobList).page.next ?? '';
  });
  afterAll(() => test.close());
  const ask = (url: string) => test.call({ url, token: test.tokens.viewer });

  it.each([
    ['POST', '/api/v1/tokens', { name: 'a\nb', role: 'viewer' }, 'name', '"a\\nb"'],
    ['POST', '/api/v1/tokens', { name: 'a\u202eb', role: 'viewer' }, 'name', '"a\\u{202e}b"'],
    ['PUT', '/api/v1/nodes/1/identity', { name: 'x\u0007' }, 'name', '"x\\u0007"'],
    ['PUT', '/api/v1/nodes/1/identity', { roles: ['ok', '\u2028'] }, 'roles.1', '"\\u{2028}"'],
    ['POST', '/api/v1/jobs', { organization: 'o', name: 'n', role: 'a\tb' }, 'role', '"a\\tb"'],
  ] as const)(
    '%s %s refuses the name %j, and shows what is odd as escapes',
    async (method, url, payload, field, shown) => {
      const { status, text } = await test.call({ method, url, payload, token: test.tokens.admin });
      const expected = `body field "${field}" to be one line without control characters and marks that hide or turn text round, got ${shown}`;
      expect([status, (JSON.parse(text) as { detail: string }).detail]).toEqual([
        400,
        expect.stringContaining(expected),
      ]);
    }
  );

  it.each([
    [
      '/api/v1/jobs?filter=colour|=|red',
      400,
      'UNKNOWN_FILTER_FIELD',
      /one of guid, id, state.*got filter "colour\|=\|red"/,
    ],
    ['/api/v1/jobs?filter=__proto__|=|red', 400, 'UNKNOWN_FILTER_FIELD', /one of/],
    ['/api/v1/jobs?filter=state|~|OK', 400, 'UNKNOWN_FILTER_OPERATOR', /one of =, !=, in/],
    ['/api/v1/jobs?filter=nid|=|seven', 400, 'BAD_FILTER_VALUE', /a number.*seven/],
    ['/api/v1/jobs?filter=state|=|OK&filter=state', 400, 'UNKNOWN_FILTER_OPERATOR', /got filter "state"/],
    ['/api/v1/jobs?filter=cmd|regex|(', 400, 'BAD_REGEX', /parentheses/],
    ['/api/v1/jobs?filter=cmd|=|a%00b', 400, 'BAD_PARAMETER', /NUL/],
    ['/api/v1/jobs?q=a%00b', 400, 'BAD_PARAMETER', /NUL/],
    ['/api/v1/jobs?sort=colour', 400, 'BAD_SORT', /one of id, state.*got "colour"/],
    ['/api/v1/jobs?sort=args', 400, 'BAD_SORT', /got "args"/],
    ['/api/v1/jobs?limit=0', 400, 'BAD_PARAMETER', /"limit" to be >= 1, got 0/],
    ['/api/v1/jobs?limit=1001', 400, 'BAD_PARAMETER', /"limit" to be <= 1000, got 1001/],
    ['/api/v1/jobs?limit=many', 400, 'BAD_PARAMETER', /"limit" to be integer, got "many"/],
    ['/api/v1/jobs?limit=5&limit=6', 400, 'BAD_PARAMETER', /"limit"/],
    ['/api/v1/jobs?at=middle', 400, 'BAD_PARAMETER', /one of first, last, got "middle"/],
    ['/api/v1/jobs?pages=3', 400, 'BAD_PARAMETER', /query parameters filter, q.*got "pages"/],
    ['/api/v1/jobs?from=5&to=5', 400, 'BAD_TIME_RANGE', /from before to/],
    ['/api/v1/jobs?from=yesterday', 400, 'BAD_PARAMETER', /"from" to be integer/],
    ['/api/v1/jobs?from=-1e300', 400, 'BAD_PARAMETER', /"from" to be >= -?\d+, got -1e\+300/],
    ['/api/v1/jobs?from=1e300', 400, 'BAD_PARAMETER', /"from" to be <= 9007199254740991, got 1e\+300/],
    ['/api/v1/jobs?cursor=garbage', 400, 'BAD_CURSOR', /page.next/],
    ['/api/v1/jobs?cursor=e30', 400, 'BAD_CURSOR', /page.next/],
    ['/api/v1/jobs/no-such-guid', 404, 'UNKNOWN_JOB', /"no-such-guid"/],
    ['/api/v1/jobs/019e830e-12f8-7d6b-8d9e-7148e9452dc8', 404, 'UNKNOWN_JOB', /019e830e/],
    ['/api/v1/jobs/no-such-guid/logs', 404, 'UNKNOWN_JOB', /"no-such-guid"/],
    // What jobs call runMs today was called so, but log lines never had it.
    ['/api/v1/logs?filter=run|=|5', 400, 'UNKNOWN_FILTER_FIELD', /one of jobGuid.*got filter "run\|=\|5"/],
    ['/api/v1/logs?direction=up', 400, 'BAD_PARAMETER', /forward, backward/],
    ['/api/v1/logs?filter=state|=|OK', 400, 'UNKNOWN_FILTER_FIELD', /jobGuid/],
    ['/api/v1/stats/jobs?groupBy=guid', 400, 'BAD_PARAMETER', /one of state, queue/],
    ['/api/v1/stats/jobs?bucketMs=1', 400, 'BAD_PARAMETER', /"bucketMs" to be >= 1000/],
    ['/api/v1/stats/jobs?bucketMs=1000', 400, 'BAD_TIME_RANGE', /no from/],
    [
      '/api/v1/stats/jobs?bucketMs=1000&from=0&to=1780000600000',
      400,
      'TOO_MANY_BUCKETS',
      /at most 11000 buckets, got 1780000600/,
    ],
    ['/api/v1/stats/durations?to=5', 400, 'BAD_PARAMETER', /query parameter "from", got none/],
    ['/api/v1/stats/durations?from=5', 400, 'BAD_PARAMETER', /query parameter "to", got none/],
    ['/api/v1/stats/durations?from=5&to=5', 400, 'BAD_TIME_RANGE', /from before to/],
    ['/api/v1/values/args', 404, 'UNKNOWN_FIELD', /one of state.*got "args"/],
    ['/api/v1/values/state?of=logs', 404, 'UNKNOWN_FIELD', /field of logs/],
    ['/api/v1/jumpscripts/openvcloud:nothing', 404, 'UNKNOWN_JUMPSCRIPT', /openvcloud:nothing/],
    ['/api/v1/jumpscripts/openvcloud:nothing?version=first', 400, 'BAD_PARAMETER', /"version"/],
  ])('%s is answered with what was expected, what came and what to do', async (url, status, code, detail) => {
    const answer = await ask(url);
    expect(answer).toMatchObject({ status, body: { code, status } });
    expect((answer.body as { detail: string }).detail).toMatch(detail);
    expect((answer.body as { action: string }).action).toMatch(/\.$/);
  });

  it('a cursor of another query is refused, also one with a forged key', async () => {
    expect((await ask(`/api/v1/jobs?limit=2&cursor=${cursor}`)).status).toBe(200);
    for (const url of [
      `/api/v1/jobs?sort=cmd&cursor=${cursor}`,
      `/api/v1/jobs?filter=state|=|OK&cursor=${cursor}`,
      `/api/v1/jobs?at=last&cursor=${cursor}`,
      `/api/v1/logs?cursor=${cursor}`,
    ]) {
      expect(await ask(url)).toMatchObject({ status: 400, body: { code: 'BAD_CURSOR' } });
    }
    const wire = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as Record<string, unknown>;
    for (const k of [['x', 'y'], [1.5, 'guid'], [null, 'guid'], [1, 'a\0'], [1], []]) {
      const forged = Buffer.from(JSON.stringify({ ...wire, k })).toString('base64url');
      expect(await ask(`/api/v1/jobs?cursor=${forged}`)).toMatchObject({ status: 400, body: { code: 'BAD_CURSOR' } });
    }
  });

  it.each(["'; drop table jobs; --", "' or '1'='1", '$1', '\\', '") or true', "x' union select * from tokens --"])(
    '%s is only ever a value',
    async (text) => {
      const value = encodeURIComponent(text.replace(/[\\|]/g, '\\$&'));
      for (const url of [
        `/api/v1/jobs?filter=cmd|=|${value}`,
        `/api/v1/jobs?filter=cmd|contains|${value}`,
        `/api/v1/jobs?filter=tags|in|${value}`,
        `/api/v1/jobs?q=${encodeURIComponent(text)}`,
        `/api/v1/logs?q=${encodeURIComponent(text)}`,
        `/api/v1/values/cmd?q=${encodeURIComponent(text)}`,
        `/api/v1/stats/jobs?filter=cmd|=|${value}`,
      ]) {
        const { status, text: body } = await ask(url);
        expect([url, status]).toEqual([url, 200]);
        expect(body).not.toMatch(/guid":"|"count":[1-9]|"total":[1-9]/);
      }
      expect((await ask(`/api/v1/jobs?sort=${encodeURIComponent(text)}`)).status).toBe(400);
      expect((await ask(`/api/v1/values/${encodeURIComponent(text)}`)).status).toBe(404);
      expect(((await ask('/api/v1/jobs')).body as JobList).total.value).toBe(50);
    }
  );

  it.each(['[', '{"a":'])(
    'a body of more levels %s than a stack holds is refused, whatever it is for',
    async (level) => {
      const deep = `${level.repeat(100_000)}0${(level === '[' ? ']' : '}').repeat(100_000)}`;
      for (const [url, token, payload] of [
        ['/api/v1/tokens', test.tokens.admin, `{"name":${deep},"role":"viewer"}`],
        ['/api/v1/jobs', test.tokens.operator, `{"organization":"a","name":"b","nid":1,"args":{"a":${deep}}}`],
        ['/api/v1/agent/reports', await test.agentToken(1), deep],
        [
          '/api/v1/agent/reports',
          await test.agentToken(1),
          `{"sessionId":"s","spoolId":"s","batchId":1,"reports":${deep}}`,
        ],
      ] as const) {
        const headers = { 'content-type': 'application/json' };
        const { status, body } = await test.call({ method: 'POST', url, token, headers, payload });
        expect({ url, status, body }).toMatchObject({ url, status: 400, body: { code: 'BAD_BODY' } });
      }
    }
  );

  it('reads cannot write, whatever they hold', async () => {
    await expect(test.services.database.read({ text: 'delete from jobs', values: [] })).rejects.toMatchObject({
      code: '25006',
    });
  });
});
