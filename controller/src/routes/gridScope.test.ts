import {
  ENDPOINTS,
  type BulkAct,
  type Endpoint,
  type EndpointName,
  type FailureList,
  type JobList,
  type JobSummary,
} from '@openvcloud/contract';
import { createHash } from 'node:crypto';
import { execute, plantScripts, startAgent, type TestAgent } from '../testing/agent';
import { startTestApp, type TestApp } from '../testing/app';
import { openBridge } from '../testing/bridge';
import { EventReader } from '../testing/eventReader';

// A busy machine may be slow; a hang is still found.
jest.setTimeout(120_000);

/** In whatever belongs to the other grid. */
const MARKS = /othergrid|node-4242|"(?:gid|nid|value)":"?4242/;
const NOWHERE = { type: 'Failed', backtrace: null, file: null, line: null, function: null, code: null };
const SCRIPT = 'descr = "A script."\nauthor = "AUTHOR"\ndef action(path=""):\n    pass\n';

/** Every endpoint that people read from. */
const READS = Object.entries<Endpoint>(ENDPOINTS)
  .filter(([, { method, roles }]) => method === 'GET' && roles.some((role) => role !== 'agent'))
  .map(([name]) => name as EndpointName);

describe('a token of its own grid', () => {
  let test: TestApp;
  let other: TestApp;
  let agent: TestAgent;
  let url: string;
  let guid: string;
  let batchGuid: string;
  let bulkAct: string;
  let failure: string;
  const hash = createHash('sha256').update(SCRIPT.replace('AUTHOR', 'othergrid')).digest('hex');
  /** Admins of the first grid. */
  let own: string;
  let all: string;

  beforeAll(async () => {
    test = await startTestApp();
    other = await startTestApp({ database: test.database, env: { GID: '4242' } });
    url = await test.app.listen({ host: '127.0.0.1', port: 0 });
    await fill(test, 1, 'owngrid');
    ({ agent, guid, batchGuid, bulkAct, failure } = await fill(other, 4242, 'othergrid'));
    await openBridge(other, 'othergrid', 'ac8');
    const make = async (grid: 'own' | 'all') =>
      (await test.services.tokens.create({ name: grid, role: 'admin', nid: null, grid })).token;
    [own, all] = [await make('own'), await make('all')];
  });
  afterAll(async () => {
    await other.close();
    await test.close();
  });

  /** What would show the other grid, by endpoint; the stream has a test of its own. */
  const urls = (): Partial<Record<EndpointName, readonly string[]>> => ({
    getInfo: ['info'],
    listJobs: ['jobs', 'jobs?at=last', 'jobs?filter=gid|=|4242', 'jobs?filter=tags|=|othergrid', 'jobs?q=othergrid'],
    getJob: [`jobs/${guid}`],
    listJobLogs: [`jobs/${guid}/logs`],
    listLogs: ['logs', 'logs?q=othergrid', 'logs?filter=nid|=|4242&at=first'],
    exportRows: ['export', 'export?details=true', 'export?format=csv', 'export?of=logs', `export?of=logs&guid=${guid}`],
    getBatch: [`batches/${batchGuid}`],
    // Numbers only: its totals are compared below.
    countLogs: [],
    countJobs: ['stats/jobs?groupBy=cmd&groupBy=nodeName', 'stats/jobs?groupBy=cmd&filter=tags|=|othergrid'],
    measureNodes: [`stats/nodes?from=0&to=${Date.now() + 1}`],
    measureDurations: [`stats/durations?groupBy=cmd&from=0&to=${Date.now() + 1}`],
    listValues: [
      'values/cmd',
      'values/gid',
      'values/tags',
      'values/cmd?of=logs',
      'values/nodeName?of=logs',
      'values/name?of=jumpscripts',
      'values/nodeName?of=nodeStats',
    ],
    listJumpScripts: ['jumpscripts', 'jumpscripts?q=othergrid'],
    getJumpScript: ['jumpscripts/o:othergrid'],
    getSource: [`sources/${hash}`],
    listNodes: ['nodes'],
    listQueues: ['queues'],
    listSources: ['sources'],
    listFailures: [failuresOf('othergrid'), `failures?from=0&to=${Date.now() + 1}&filter=gid|=|4242`],
    getFailure: [`failures/${failure}`],
    getBulkAct: [`bulk-acts/${bulkAct}`],
    listAudit: ['audit', 'audit?target=o:othergrid'],
    listTokens: ['tokens'],
  });

  it('is asked about every endpoint that people read from', () => {
    expect([...Object.keys(urls()), 'openStream'].sort()).toEqual([...READS].sort());
  });

  /** These are of the controller's grid for everybody. */
  const OWN_FOR_ALL: readonly EndpointName[] = ['getBatch', 'getBulkAct', 'getJumpScript', 'getSource', 'listTokens'];

  it.each(READS.filter((name) => name !== 'openStream'))('reads nothing of another grid by %s', async (name) => {
    for (const path of urls()[name] ?? []) {
      const [mine, everything] = [await read(path, own), await read(path, all)];
      expect([200, 404]).toContain(mine.status);
      // A problem quotes the request.
      expect([path, mine.status === 200 ? MARKS.exec(mine.text)?.[0] : undefined]).toEqual([path, undefined]);
      if (!OWN_FOR_ALL.includes(name)) {
        expect([path, everything.status, MARKS.test(everything.text)]).toEqual([path, 200, true]);
      }
    }
  });

  it.each<[string, () => string]>([
    ['a job', () => `jobs/${guid}`],
    ['the lines of a job', () => `jobs/${guid}/logs`],
    ['the counts of lines of a job', () => `stats/logs?from=0&to=1&guid=${guid}`],
    ['the lines of a job, exported', () => `export?of=logs&guid=${guid}`],
    ['a group of failures', () => `failures/${failure}`],
    ['an act on many jobs', () => `bulk-acts/${bulkAct}`],
    ['a batch', () => `batches/${batchGuid}`],
    ['a JumpScript', () => 'jumpscripts/o:othergrid'],
    ['a source', () => `sources/${hash}`],
  ])('is told that %s of another grid is unknown', async (_what, path) => {
    expect(await read(path(), own)).toMatchObject({ status: 404 });
  });

  it('reads its own grid, with totals and counts of that alone', async () => {
    for (const path of [
      'jobs',
      'jobs?filter=tags|=|owngrid',
      'logs',
      'stats/jobs',
      `stats/logs?from=0&to=${Date.now() + 1}`,
    ]) {
      const [mine, everything] = [await read(path, own), await read(path, all)];
      const totals = [mine, everything].map(({ text }) => totalOf(text));
      expect([path, totals]).toEqual([path, path.includes('owngrid') ? [2, 2] : [2, 4]]);
    }
    expect(JSON.parse((await read('info', own)).text)).toMatchObject({ nodes: 1, jumpscripts: 1 });
    expect(JSON.parse((await read('info', all)).text)).toMatchObject({ nodes: 2, jumpscripts: 2 });
    const { items } = JSON.parse((await read('jobs', own)).text) as JobList;
    expect((await read(`jobs/${items[0]?.guid}`, own)).status).toBe(200);
  });

  it('streams nothing of another grid', async () => {
    const [mine, everything] = [
      await EventReader.open(`${url}/api/v1/stream`, own),
      await EventReader.open(`${url}/api/v1/stream`, all),
    ];
    const { guid: othersJob } = await run(other, agent, 4242, 'othergrid');
    const { jobs } = await execute(test, { organization: 'o', name: 'owngrid', nid: 1 });
    const last = jobs[0]?.guid;
    for (const reader of [mine, everything]) {
      // Changes come in their order: whatever the other grid's were, they came before.
      await reader.until(() => reader.events.some(({ data }) => (data as JobSummary).guid === last));
      reader.close();
    }
    expect(mine.events.map(({ data }) => (data as JobSummary).guid)).toEqual([last]);
    expect(new Set(everything.events.map(({ name }) => name))).toEqual(new Set(['job', 'log']));
    expect(everything.events.map(({ data }) => (data as JobSummary).guid)).toContain(othersJob);
  });

  const create = (token: string, payload: object) =>
    test.call({ method: 'POST', url: '/api/v1/tokens', token, payload });

  it('is what is made when nothing is said', async () => {
    expect(await create(all, { name: 'plain', role: 'viewer' })).toMatchObject({
      status: 201,
      body: { info: { grid: 'own' } },
    });
  });

  it('cannot make one that reads all grids; one that reads all can, though not for an agent', async () => {
    const wide = { name: 'wide', role: 'viewer', grid: 'all' };
    expect(await create(own, wide)).toMatchObject({ status: 400, body: { code: 'BAD_TOKEN_REQUEST' } });
    expect(await create(all, wide)).toMatchObject({ status: 201, body: { info: { grid: 'all' } } });
    expect(await create(all, { ...wide, role: 'agent', nid: 1 })).toMatchObject({ status: 400 });
  });

  async function read(path: string, token: string): Promise<{ status: number; text: string }> {
    const answer = await fetch(`${url}/api/v1/${path}`, { headers: { authorization: `Bearer ${token}` } });
    return { status: answer.status, text: await answer.text() };
  }
});

function totalOf(text: string): number {
  const { total } = JSON.parse(text) as { total: number | { value: number } };
  return typeof total === 'number' ? total : total.value;
}

const failuresOf = (mark: string) => `failures?from=0&to=${Date.now() + 1}&filter=cmd|=|${mark}`;

/** A grid with a node, a JumpScript, a failed job with a line, a batch of one job that waits, and an act on that. */
async function fill(test: TestApp, nid: number, mark: string) {
  await plantScripts(test, { [`o/${mark}`]: SCRIPT.replace('AUTHOR', mark) });
  const agent = await startAgent(test, nid);
  const { guid } = await run(test, agent, nid, mark);
  const { batchGuid } = await execute(test, { organization: 'o', name: mark, role: '*', all: true, tags: [mark] });
  const act = await test.call({
    method: 'POST',
    url: '/api/v1/bulk-acts',
    token: test.tokens.operator,
    payload: { action: 'cancel', filter: [`cmd|=|${mark}`] },
  });
  const groups = await test.call({ url: `/api/v1/${failuresOf(mark)}`, token: test.tokens.viewer });
  const failure = (groups.body as FailureList).items[0]?.key ?? '';
  return { agent, guid, batchGuid: batchGuid ?? '', bulkAct: (act.body as BulkAct).guid, failure };
}

async function run(test: TestApp, agent: TestAgent, nid: number, mark: string): Promise<{ guid: string }> {
  const { jobs } = await execute(test, { organization: 'o', name: mark, nid, args: { path: mark }, tags: [mark] });
  const guid = jobs[0]?.guid ?? '';
  await agent.work();
  const time = Date.now();
  await agent.report(
    { guid, attempt: 1, kind: 'started', time },
    {
      guid,
      attempt: 1,
      kind: 'logs',
      lines: [1, 2].map((seq) => ({ seq, time, level: 5, category: 'stdout', message: mark })),
    },
    { guid, attempt: 1, kind: 'result', time, state: 'ERROR', error: { ...NOWHERE, message: mark } },
    { kind: 'stats', stats: [{ name: 'load1', time, value: 1 }] }
  );
  return { guid };
}
