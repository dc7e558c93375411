import type {
  ControllerInfo,
  FieldValues,
  Job,
  JobCounts,
  JobList,
  JumpScriptDetails,
  JumpScriptList,
  LogList,
  NodeList,
  QueueList,
} from '@openvcloud/contract';
import { startTestApp, type TestApp } from '../testing/app';
import { generateJobs, seedJobs } from '../testing/seed';

const NOW = Date.UTC(2026, 4, 28, 12);
const HOUR_MS = 3_600_000;
const SEED = { count: 600, from: NOW - HOUR_MS, to: NOW };
const JOBS = [...generateJobs(SEED)];

describe('reads', () => {
  let test: TestApp;
  const ask = async <Body>(url: string): Promise<Body> => {
    const { status, body, text } = await test.call({ url, token: test.tokens.viewer });
    expect([url, status, status === 200 ? '' : text]).toEqual([url, 200, '']);
    return body as Body;
  };
  const run = (text: string, values: unknown[] = []) => test.services.database.query({ text, values });

  beforeAll(async () => {
    test = await startTestApp({ now: () => NOW });
    await seedJobs(test.services.database, SEED);
  });
  afterAll(() => test.close());

  describe('counts', () => {
    const count = (query: string) => ask<JobCounts>(`/api/v1/stats/jobs?${query}`);

    it('are exact, one series without groups', async () => {
      expect(await count('')).toMatchObject({
        times: [],
        bucketMs: null,
        series: [{ labels: {}, counts: [600], total: 600 }],
        total: 600,
      });
      expect(await count('filter=cmd|=|none')).toMatchObject({
        series: [{ labels: {}, counts: [0], total: 0 }],
        total: 0,
      });
    });

    it('by group name every combination that occurs, and missing values as empty text', async () => {
      const { series, total } = await count('groupBy=state&groupBy=nodeName');
      expect(total).toBe(600);
      for (const { labels, total: of } of series) {
        expect(of).toBe(
          JOBS.filter((job) => job.state === labels.state && (job.node_name ?? '') === labels.nodeName).length
        );
      }
      expect(new Set(series.map(({ labels }) => labels.nodeName))).toContain('');
    });

    it('by time name every bucket, also the empty ones, and cut the outer ones at from and to', async () => {
      const [from, to, bucketMs] = [NOW - HOUR_MS - 150_000, NOW + 90_000, 60_000];
      const { times, series, total } = await count(`from=${from}&to=${to}&bucketMs=${bucketMs}&groupBy=state`);
      expect(times[0]).toBe(NOW - HOUR_MS - 180_000);
      expect(times).toHaveLength(65);
      expect(total).toBe(600);
      for (const { labels, counts } of series) {
        expect(counts).toEqual(
          times.map(
            (time) =>
              JOBS.filter(
                (job) => job.state === labels.state && job.time_create >= time && job.time_create < time + bucketMs
              ).length
          )
        );
      }
    });

    it.each([
      ['timeStart', 'time_start'],
      ['timeStop', 'time_stop'],
      ['timeKnown', 'time_known'],
    ] as const)('count %s when asked, and leave out jobs without it', async (timeField, key) => {
      const [from, to] = [NOW - HOUR_MS / 2, NOW];
      const { total } = await count(`from=${from}&to=${to}&timeField=${timeField}&bucketMs=1000`);
      expect(total).toBe(JOBS.filter((job) => (job[key] ?? 0) >= from && (job[key] ?? Infinity) < to).length);
    });
  });

  describe('values', () => {
    it('come most frequent first, with exact counts', async () => {
      const { values, coverage } = await ask<FieldValues>('/api/v1/values/state');
      expect(values[0]).toEqual({ value: 'OK', count: JOBS.filter(({ state }) => state === 'OK').length });
      expect(coverage.isCut).toBe(false);
    });

    it('say when the limit cut them', async () => {
      const { values, coverage } = await ask<FieldValues>('/api/v1/values/cmd?limit=3&q=DISK');
      expect(values).toHaveLength(3);
      expect(values.every(({ value }) => value.startsWith('disk'))).toBe(true);
      expect(coverage).toMatchObject({ isCut: true, notice: expect.stringContaining('3 most frequent') });
    });

    it('of lists count each element', async () => {
      const { values } = await ask<FieldValues>('/api/v1/values/roles?filter=state|=|ERROR');
      expect(values.find(({ value }) => value === 'storagenode')?.count).toBe(
        JOBS.filter(({ state, roles }) => state === 'ERROR' && roles.includes('storagenode')).length
      );
    });
  });

  describe('a job', () => {
    const insert = (guid: string, timeCreate: number, args: string, result: string | null) =>
      run(
        `insert into jobs (gid, is_live, time_create, guid, source, organization, category, cmd, queue, state, native_state, args, result, timeout_seconds, error_type, error_message)
         values (1, false, $1, $2, 'controller', 'o', '', 'c', 'io', 'OK', 'OK', $3, $4, 300, $5, $6)`,
        [timeCreate, guid, args, result, result === null ? 'ValueError' : null, result === null ? 'bad' : null]
      );

    it('has its args and result exactly as they were stored', async () => {
      await insert('exact', NOW, '{"big":12345678901234567890,"b":1,"a":1.0}', '"nul \\u0000 and <b>"');
      const { text, headers } = await test.call({ url: '/api/v1/jobs/exact', token: test.tokens.viewer });
      expect(headers['content-type']).toBe('application/json; charset=utf-8');
      expect(text).toContain('"args":{"big":12345678901234567890,"b":1,"a":1.0},"result":"nul \\u0000 and <b>"}');
      expect(JSON.parse(text)).toMatchObject({ guid: 'exact', error: null, result: 'nul \0 and <b>' });
    });

    it('has its error when it has no result', async () => {
      await insert('failed', NOW, '{}', null);
      expect(await ask<Job>('/api/v1/jobs/failed')).toMatchObject({
        result: null,
        error: { type: 'ValueError', message: 'bad', backtrace: null, signature: '' },
      });
    });

    it('is found by a guid whose time is not its own', async () => {
      const guid = '019e830e-12f8-7d6b-8d9e-7148e9452dc8';
      await insert(guid, NOW - 40 * 24 * HOUR_MS, '{}', '1');
      expect(await ask<Job>(`/api/v1/jobs/${guid}`)).toMatchObject({ guid, result: 1 });
      await run("delete from jobs where cmd = 'c'");
    });
  });

  describe('logs', () => {
    const [first, second] = [JOBS[0]?.guid ?? '', JOBS[1]?.guid ?? ''];
    beforeAll(async () => {
      await run(
        `insert into log_lines (gid, time, job_guid, seq, level, app_name, category, message, nid, node_name, organization, cmd)
         select 1, $1::bigint + (n / 3), case when n % 2 = 0 then $2 else $3 end, n, 1 + n % 9, 'script', 'stdout', 'line ' || n || case when n % 10 = 0 then ' Disk FULL' else '' end, 1, 'node1', 'o', 'c'
         from generate_series(1, 300) n`,
        [NOW, first, second]
      );
    });

    it('of a job come oldest first, of all jobs newest first', async () => {
      const one = await ask<LogList>(`/api/v1/jobs/${first}/logs?limit=1000`);
      expect(one.items.map(({ seq }) => seq)).toEqual(Array.from({ length: 150 }, (_, index) => (index + 1) * 2));
      const all = await ask<LogList>('/api/v1/logs?limit=1000');
      expect(all.total).toEqual({ value: 300, relation: 'eq' });
      const times = all.items.map(({ time }) => time);
      expect(times).toEqual([...times].sort((a, b) => b - a));
    });

    it('can be paged both ways without a gap', async () => {
      const lines: number[] = [];
      for (
        let page = await ask<LogList>(`/api/v1/jobs/${second}/logs?limit=40&at=last`);
        ;
        page = await ask<LogList>(`/api/v1/jobs/${second}/logs?limit=40&cursor=${page.page.prev}`)
      ) {
        lines.unshift(...page.items.map(({ seq }) => seq));
        if (page.page.prev === null) {
          break;
        }
      }
      expect(lines).toEqual(Array.from({ length: 150 }, (_, index) => index * 2 + 1));
    });

    it('can be searched and filtered by level', async () => {
      const found = await ask<LogList>('/api/v1/logs?q=disk%20full&filter=level|range|1|4&limit=1000');
      expect(found.items.length).toBeGreaterThan(0);
      expect(found.items.every(({ message, level }) => message.includes('Disk FULL') && level < 4)).toBe(true);
    });

    it('complete their own fields', async () => {
      expect(await ask<FieldValues>('/api/v1/values/level?of=logs&filter=level|in|1|2')).toMatchObject({
        values: [
          { value: '2', count: 34 },
          { value: '1', count: 33 },
        ],
      });
    });
  });

  describe('nodes and queues', () => {
    beforeAll(async () => {
      await run("delete from jobs where state in ('SCHEDULED', 'RUNNING')");
      const node = `insert into nodes (gid, nid, name, roles, addresses, session_id, agent_version, workers, registered_at, last_seen) values`;
      await run(
        `${node} (1, 1, 'alpha', '{node}', '{10.0.0.1}', 's', '1', '{"default":2,"io":1}', 0, $1), (1, 2, 'beta', '{node}', '{}', 's', '1', '{"default":2}', 0, $2)`,
        [NOW - 1000, NOW - 60_000]
      );
      await run(
        `insert into jobs (gid, is_live, time_create, guid, source, nid, wanted_role, organization, category, cmd, queue, state, native_state, timeout_seconds)
         select 1, true, $1::bigint + n, 'live' || n, 'controller', case when n < 4 then 1 when n < 5 then 9 end, case when n >= 5 then 'storage' end, 'o', '', 'c', 'io',
           case when n = 1 then 'RUNNING' else 'SCHEDULED' end, 'x', 300 from generate_series(1, 6) n`,
        [NOW - 10_000]
      );
    });

    it('say which agents live and what they hold', async () => {
      const { items } = await ask<NodeList>('/api/v1/nodes');
      expect(items).toMatchObject([
        { nid: 1, name: 'alpha', isLive: true, running: 1, scheduled: 2, workers: { default: 2, io: 1 } },
        { nid: 2, name: 'beta', isLive: false, running: 0, scheduled: 0 },
      ]);
    });

    it('list idle queues, jobs for a role, and jobs for a node nobody knows', async () => {
      const { items } = await ask<QueueList>('/api/v1/queues');
      expect(items).toHaveLength(4 + 4 + 1 + 1);
      expect(items.find(({ nid, queue }) => nid === 1 && queue === 'io')).toMatchObject({
        nodeName: 'alpha',
        workers: 1,
        running: 1,
        scheduled: 2,
        oldestWaitingSince: NOW - 10_000 + 2,
        isLive: true,
      });
      expect(items.find(({ nid, queue }) => nid === 2 && queue === 'default')).toMatchObject({
        workers: 0,
        running: 0,
        scheduled: 0,
        oldestWaitingSince: null,
        isLive: false,
      });
      expect(items.find(({ nid }) => nid === 9)).toMatchObject({
        nodeName: null,
        queue: 'io',
        scheduled: 1,
        workers: 0,
      });
      expect(items.find(({ role }) => role === 'storage')).toMatchObject({
        nid: null,
        queue: 'io',
        scheduled: 2,
        oldestWaitingSince: NOW - 10_000 + 5,
      });
    });

    it('are in the metrics', async () => {
      const { text } = await test.call({ url: '/metrics' });
      expect(text).toContain('openvcloud_queue_depth{queue="io"} 5');
      expect(text).toContain('openvcloud_agents{live="true"} 1');
      expect(text).toMatch(/openvcloud_jobs\{state="ERROR",queue="\w+"\} \d+/);
      expect(text).toMatch(
        /openvcloud_sql_duration_seconds_count\{name="list_jobs"\} |openvcloud_sql_duration_seconds_count\{name="list_queues"\} /
      );
    });

    it('are in the info, with the last job and who asked', async () => {
      expect(await ask<ControllerInfo>('/api/v1/info')).toMatchObject({
        gid: 1,
        role: 'viewer',
        nodes: 2,
        liveNodes: 1,
        jobsByState: { RUNNING: 1, SCHEDULED: 5 },
        lastJob: { guid: 'live6', state: 'SCHEDULED' },
      });
    });
  });

  describe('JumpScripts', () => {
    beforeAll(async () => {
      const columns = `(gid, id, version, organization, name, is_current, is_deleted, declared_version, category, descr, author, license, roles, queue, period,
        startatboot, async, log, enable, run_order, timeout_seconds, args, path, hash, parse_error, created_at)`;
      const row = (name: string, version: number, isCurrent: boolean, isDeleted: boolean, parseError: string | null) =>
        run(
          `insert into jumpscripts ${columns} values (1, 'o:' || $1, $2::integer, 'o', $1, $3, $4, '1', 'monitor', 'Checks ' || $1, 'me', 'Apache-2.0', '{node}', 'process', '60',
             false, true, true, true, 1, 300, '[{"name":"path","default":"1"}]', 'o/' || $1 || '.py', $1 || $2::integer::text, $5, 5)`,
          [name, version, isCurrent, isDeleted, parseError]
        );
      await row('disk', 1, false, false, null);
      await row('disk', 2, true, false, null);
      await row('broken', 1, true, false, 'line 3: unexpected');
      await row('gone', 1, true, true, null);
      await run("insert into jumpscript_sources values (1, 'disk1', 'old'), (1, 'disk2', 'new')");
    });

    it('list what exists now, broken ones too', async () => {
      const { items, total } = await ask<JumpScriptList>('/api/v1/jumpscripts');
      expect(items.map(({ id, version, isBroken }) => [id, version, isBroken])).toEqual([
        ['o:broken', 1, true],
        ['o:disk', 2, false],
      ]);
      expect(total.value).toBe(2);
      expect((await ask<JumpScriptList>('/api/v1/jumpscripts?deleted=true')).items).toHaveLength(3);
      expect(
        (await ask<JumpScriptList>('/api/v1/jumpscripts?q=checks%20disk&filter=roles|=|node')).items
      ).toMatchObject([{ id: 'o:disk', args: [{ name: 'path', default: '1' }] }]);
    });

    it('come with the source of the version asked for', async () => {
      const versions = [
        { version: 2, hash: 'disk2', createdAt: 5, isCurrent: true },
        { version: 1, hash: 'disk1', createdAt: 5, isCurrent: false },
      ];
      expect(await ask<JumpScriptDetails>('/api/v1/jumpscripts/o:disk')).toMatchObject({
        version: 2,
        text: 'new',
        versions,
      });
      expect(await ask<JumpScriptDetails>('/api/v1/jumpscripts/o:disk?version=1')).toMatchObject({
        version: 1,
        text: 'old',
        versions,
      });
      expect(await test.call({ url: '/api/v1/jumpscripts/o:disk?version=9', token: test.tokens.viewer })).toMatchObject(
        { status: 404, body: { code: 'UNKNOWN_VERSION', detail: expect.stringContaining('2, 1, got 9') } }
      );
    });
  });

  it('the openapi document is the contract, served to anyone', async () => {
    const { status, body } = await test.call({ url: '/openapi.json' });
    expect([status, (body as { openapi: string }).openapi]).toEqual([200, '3.0.3']);
    expect((await ask<JobList>('/api/v1/jobs')).page.limit).toBe(100);
  });
});
