import { readMigrations } from '../database/migrate';
import { dropDay, makePartitions, partitionName } from '../database/partitions';
import { retryConflicts } from '../database/retryConflicts';
import { countJobs } from '../counts/counts';
import { listJobs } from '../jobs/jobs';
import { jobQuestion } from '../query/question';
import { createTestDatabase, type TestDatabase } from '../testing/database';
import { seededRandom, seedJobs } from '../testing/seed';

jest.setTimeout(120_000);

const DAY_MS = 86_400_000;
const FROM = Date.UTC(2025, 2, 10, 22, 13, 7);
const { signal } = new AbortController();

interface ModelJob {
  guid: string;
  timeCreate: number;
  timeStop: number;
  state: 'OK' | 'ERROR' | 'TIMEOUT';
  cmd: string;
  nid: number | null;
  chain: string | null;
}

/** The definition, job by job: a failure is unresolved until an OK that ended later is known, of its script and node or its re-runs. */
class Model {
  private readonly unresolved = new Map<string, ModelJob>();
  private readonly oks: ModelJob[] = [];

  end(jobs: readonly ModelJob[]): void {
    const oks = jobs.filter(({ state }) => state === 'OK');
    this.oks.push(...oks);
    for (const failure of this.unresolved.values()) {
      if (oks.some((ok) => makesGood(ok, failure))) {
        this.unresolved.delete(failure.guid);
      }
    }
    for (const failure of jobs.filter(({ state }) => state !== 'OK')) {
      if (!this.oks.some((ok) => makesGood(ok, failure))) {
        this.unresolved.set(failure.guid, failure);
      }
    }
  }

  remove(isGone: (job: ModelJob) => boolean): void {
    [...this.unresolved.values()].filter(isGone).forEach(({ guid }) => this.unresolved.delete(guid));
  }

  guids(isWanted: (job: ModelJob) => boolean = () => true): string[] {
    return [...this.unresolved.values()].filter(isWanted).map(({ guid }) => guid);
  }
}

function makesGood(ok: ModelJob, failure: ModelJob): boolean {
  const isOfChain = ok.chain !== null && ok.chain === (failure.chain ?? failure.guid);
  return (
    (isOfChain && ok.timeCreate > failure.timeCreate) ||
    (ok.cmd === failure.cmd && (failure.nid === null || ok.nid === failure.nid) && ok.timeStop > failure.timeStop)
  );
}

describe('failures that were not made good since', () => {
  let test: TestDatabase;
  let model: Model;
  const random = seededRandom(20_261_130);
  const below = (count: number) => Math.floor(random() * count);
  beforeEach(async () => {
    test = await createTestDatabase();
    model = new Model();
    await makePartitions(test.database, FROM + 3 * DAY_MS, { daysBack: 2, daysAhead: 1 });
  });
  afterEach(() => test.drop());

  const run = (text: string, values: unknown[] = []) => test.database.query({ text, values });

  async function listed(filter: string[] = []): Promise<string[]> {
    const question = jobQuestion({ filter: ['unresolved|=|true', ...filter] });
    const { items, total } = await listJobs(test.database, { question }, 1000, FROM, signal);
    expect(total).toEqual({ value: items.length, relation: 'eq' });
    const counted = await countJobs(test.database, { question }, FROM, signal);
    expect(counted.total).toBe(items.length);
    expect(items.every(({ unresolved }) => unresolved)).toBe(true);
    return items.map(({ guid }) => guid).sort();
  }

  const check = async () => expect(await listed()).toEqual(model.guids().sort());

  let born = 0;
  function newJobs(count: number, former: readonly ModelJob[]): ModelJob[] {
    return Array.from({ length: count }, () => {
      const timeCreate = FROM + below(3 * DAY_MS);
      const parent = random() < 0.15 ? former[below(former.length)] : undefined;
      const chance = random();
      return {
        guid: `job-${born++}`,
        timeCreate: parent === undefined ? timeCreate : parent.timeCreate + 1 + below(DAY_MS / 4),
        timeStop: timeCreate + below(7_200_000),
        state: chance < 0.5 ? 'OK' : chance < 0.8 ? 'ERROR' : 'TIMEOUT',
        cmd: parent?.cmd ?? `script_${below(6)}`,
        nid: random() < 0.1 ? null : 1 + below(8),
        chain: parent === undefined ? null : (parent.chain ?? parent.guid),
      };
    });
  }

  async function store(jobs: readonly ModelJob[], isLive: boolean): Promise<void> {
    await run(
      `insert into jobs (gid, is_live, time_create, time_stop, guid, chain_guid, source, organization, category, cmd, nid, queue, state, native_state, timeout_seconds)
       select 1, ${isLive}, j.time_create, ${isLive ? 'null' : 'j.time_stop'}, j.guid, j.chain_guid, 'controller', 'o', '', j.cmd, j.nid, 'default',
         ${isLive ? `'RUNNING'` : 'j.state'}, '', 1
       from json_to_recordset($1) as j (guid text, time_create bigint, time_stop bigint, state text, cmd text, nid integer, chain_guid text)`,
      [JSON.stringify(jobs.map(row))]
    );
  }

  const end = (jobs: readonly ModelJob[]) =>
    retryConflicts(() =>
      run(
        `update jobs j set is_live = false, state = e.state, time_stop = e.time_stop
         from json_to_recordset($1) as e (guid text, time_create bigint, time_stop bigint, state text)
         where j.gid = 1 and j.is_live and j.time_create = e.time_create and j.guid = e.guid`,
        [JSON.stringify(jobs.map(row))]
      )
    );

  const row = ({ guid, timeCreate, timeStop, state, cmd, nid, chain }: ModelJob) => ({
    guid,
    time_create: timeCreate,
    time_stop: timeStop,
    state,
    cmd,
    nid,
    chain_guid: chain,
  });

  it('are those of the definition, whatever ends late, is changed, purged or dropped with its day', async () => {
    const former: ModelJob[] = [];
    for (let round = 0; round < 12; round++) {
      const jobs = newJobs(40, former);
      if (round % 3 === 0) {
        await store(jobs, false);
      } else {
        await store(jobs, true);
        await end(jobs);
      }
      model.end(jobs);
      former.push(...jobs);
      await check();
      await run('update jobs set log_lines = log_lines + 1 where not is_live and nid = $1', [1 + below(8)]);
      const [from, to] = [FROM + below(3 * DAY_MS), FROM + below(3 * DAY_MS)];
      if (round % 2 === 0) {
        await run('delete from jobs_done where time_create between $1 and $2', [from, to]);
        model.remove(({ timeCreate }) => timeCreate >= from && timeCreate <= to);
      }
      await check();
    }
    expect(model.guids().length).toBeGreaterThan(10);
    const day = Math.floor(FROM / DAY_MS) + 2;
    await test.database.transaction((transaction) =>
      dropDay(transaction, 'jobs_done', partitionName('jobs_done', day))
    );
    model.remove(({ timeCreate }) => Math.floor(timeCreate / DAY_MS) === day);
    await check();
  });

  it('are told apart by other conditions, and the others are found as well', async () => {
    const jobs = newJobs(200, []);
    await store(jobs, false);
    model.end(jobs);
    expect(await listed(['state|=|TIMEOUT', 'cmd|in|script_1|script_2'])).toEqual(
      model.guids(({ state, cmd }) => state === 'TIMEOUT' && ['script_1', 'script_2'].includes(cmd)).sort()
    );
    const count = async (...filter: string[]) =>
      (await countJobs(test.database, { question: jobQuestion({ filter }) }, FROM, signal)).total;
    expect(await count('unresolved|=|false')).toBe(200 - model.guids().length);
    expect(await count('unresolved|!=|true')).toBe(200 - model.guids().length);
    expect(await count('unresolved|in|true|false')).toBe(200);
  });

  it('stay exact while failures and OKs of the same scripts end side by side', async () => {
    const jobs = newJobs(600, []);
    await store(jobs, true);
    const writers = [0, 1, 2, 3].map(async (writer) => {
      const own = jobs.filter((_, index) => index % 4 === writer);
      for (let first = 0; first < own.length; first += 5) {
        await end(own.slice(first, first + 5));
      }
    });
    await Promise.all(writers);
    model.end(jobs);
    await check();
  });

  it('of a history from before are the same', async () => {
    await seedJobs(test.database, { count: 3_000, from: FROM, to: FROM + 3 * DAY_MS, seed: 6 });
    await run(
      'update jobs set parent_guid = (select min(guid) from jobs) where guid in (select guid from jobs where not is_live limit 5)'
    );
    const state = async () => ({
      failures: await run('select * from unresolved_failures order by gid, time_create, guid'),
      oks: await run('select * from last_oks where ended > 0 order by gid, cmd, organization, source, node'),
    });
    const kept = await state();
    expect(kept.failures.length).toBeGreaterThan(10);
    await run('truncate unresolved_failures, last_oks');
    const sql = readMigrations().find(({ name }) => name.endsWith('-unresolved.sql'))?.sql ?? '';
    await run(sql.slice(sql.indexOf('-- Of the jobs there already are.')));
    expect(await state()).toEqual(kept);
  });
});
