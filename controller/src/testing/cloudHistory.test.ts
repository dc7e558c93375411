import { CLOUD_SCRIPTS } from './cloud';
import { generateJobs } from './seed';
import type { SeededJob } from './seededJob';

const DAY_MS = 86_400_000;
const FROM = Date.UTC(2026, 0, 1);
const MONTH = { count: 40_000, from: FROM, to: FROM + 30 * DAY_MS, seed: 4 };
const JOBS = [...generateJobs(MONTH)];

const of = (matches: (job: SeededJob) => boolean) => JOBS.filter(matches);
const runOf = ({ time_start: start, time_stop: stop }: SeededJob) =>
  start === null || stop === null ? [] : [stop - start];
const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const share = (jobs: readonly SeededJob[], state: string) =>
  jobs.filter((job) => job.state === state).length / jobs.length;

describe('the seeded cloud', () => {
  it('has JumpScripts of one organization, category, queue, timeout and set of roles each', () => {
    const kinds = new Set(
      JOBS.map((job) =>
        JSON.stringify([job.cmd, job.organization, job.category, job.queue, job.roles, job.timeout_seconds])
      )
    );
    const known = CLOUD_SCRIPTS.map(({ cmd, organization, category, queue, roles, timeoutSeconds }) =>
      JSON.stringify([cmd, organization, category, queue, roles, timeoutSeconds])
    );
    expect(known).toEqual(expect.arrayContaining([...kinds]));
    expect(kinds.size).toBeGreaterThan(35);
  });

  it('runs some for milliseconds and some for minutes, and none beyond its timeout but by little', () => {
    const typical = (cmd: string) => median(of((job) => job.cmd === cmd && job.state === 'OK').flatMap(runOf));
    expect(typical('disk_check_0')).toBeLessThan(30);
    expect(typical('disk_check_8')).toBeGreaterThan(60_000);
    const timedOut = of(({ state }) => state === 'TIMEOUT');
    expect(timedOut.length).toBeGreaterThan(100);
    const beyondMs = (job: SeededJob) => runOf(job).map((ms) => ms - job.timeout_seconds * 1000);
    expect(Math.min(...timedOut.flatMap(beyondMs))).toBeGreaterThanOrEqual(0);
    expect(Math.max(...timedOut.flatMap(beyondMs))).toBeLessThan(5_000);
    expect(Math.max(...of(({ state }) => state === 'OK').flatMap(beyondMs))).toBeLessThan(0);
  });

  it('has scripts and nodes that fail more often, and a node that is slow', () => {
    const ofScript = (cmd: string) => of((job) => job.cmd === cmd);
    expect(share(ofScript('disk_check_7'), 'ERROR')).toBeGreaterThan(5 * share(ofScript('disk_check_0'), 'ERROR'));
    const onNode = (nid: number) => of((job) => job.nid === nid);
    expect(share(onNode(17), 'ERROR')).toBeGreaterThan(2 * share(onNode(3), 'ERROR'));
    const quick = (nid: number) =>
      median(
        onNode(nid)
          .filter(({ cmd }) => cmd === 'disk_check_0')
          .flatMap(runOf)
      );
    expect(quick(13)).toBeGreaterThan(2 * quick(3));
  });

  it('fills every field that lists can be filtered and sorted by', () => {
    const columns = ['parent_guid', 'batch_guid', 'username', 'jumpscript_id', 'error_signature', 'error_backtrace'];
    for (const column of columns) {
      const values = new Set(JOBS.flatMap((job) => Object.entries(job).find(([name]) => name === column)?.[1] ?? []));
      expect([column, values.size > 3]).toEqual([column, true]);
    }
    const values = (pick: (job: SeededJob) => string | number | null) => new Set(JOBS.map(pick));
    expect([...values((job) => job.source)].sort()).toEqual(['ac1', 'ac2', 'controller']);
    expect([...values((job) => job.attempt)].sort()).toEqual([1, 2, 3]);
    expect([...values((job) => job.jumpscript_version)].sort()).toEqual([1, 2, 3, 4, null]);
    expect([...values((job) => job.result_code)]).toEqual(expect.arrayContaining([0, 1, 2]));
    expect([...values((job) => job.native_state)]).toEqual(
      expect.arrayContaining(['OK', 'SUCCESS', 'NOWORK', 'CANCELLED', 'AGENT_LOST', 'TIMEOUT'])
    );
  });

  it('has batches of one job per node, and jobs that run a failed one again', () => {
    const guids = new Map(JOBS.map((job) => [job.guid, job]));
    const again = of(({ parent_guid: parent }) => parent !== null);
    for (const job of again) {
      const parent = guids.get(job.parent_guid ?? '');
      expect(parent).toMatchObject({ cmd: job.cmd, state: expect.stringMatching(/ERROR|TIMEOUT/) });
    }
    const batches = [...new Set(JOBS.flatMap(({ batch_guid: batch }) => batch ?? []))];
    expect(batches.length).toBeGreaterThan(10);
    for (const guid of batches) {
      const jobs = of(({ batch_guid: batch }) => batch === guid);
      const nodes = jobs.flatMap(({ nid }) => nid ?? []);
      expect(new Set(nodes).size).toBe(nodes.length);
      expect(new Set(jobs.map(({ cmd }) => cmd)).size).toBe(1);
    }
  });

  it('changes over time: a script is given up, another and a node are new, an incident is over', () => {
    const agesOf = (matches: (job: SeededJob) => boolean) =>
      of(matches).map(({ time_create: time }) => (time - FROM) / (MONTH.to - FROM));
    expect(Math.max(...agesOf(({ cmd }) => cmd === 'db_check_8'))).toBeLessThan(0.2);
    expect(Math.min(...agesOf(({ cmd }) => cmd === 'net_check_7'))).toBeGreaterThan(0.89);
    expect(Math.min(...agesOf(({ nid }) => nid === 20))).toBeGreaterThan(0.89);
    const incident = agesOf(({ tags }) => tags.includes('incident-7'));
    expect(Math.max(...incident) - Math.min(...incident)).toBeLessThan(0.01);
  });

  it('is the same for the same seed but for its times and the guids that hold them', () => {
    const shift = 17 * DAY_MS;
    const moved = [...generateJobs({ ...MONTH, count: 2_000, from: FROM + shift, to: MONTH.to + shift })];
    const timeless = (job: SeededJob) => {
      const { guid, parent_guid: parent, batch_guid: batch, time_create: create, ...rest } = job;
      const since = (time: number | null) => (time === null ? null : time - create);
      const tails = [guid, parent, batch].map((text) => text?.slice(13));
      return {
        ...rest,
        tails,
        time_start: since(rest.time_start),
        time_stop: since(rest.time_stop),
        time_known: since(rest.time_known),
      };
    };
    const here = [...generateJobs({ ...MONTH, count: 2_000 })];
    expect(moved.map(timeless)).toEqual(here.map(timeless));
    expect(moved.map((job) => job.time_create - shift)).toEqual(here.map((job) => job.time_create));
  });

  it('seeded in parts has live jobs at its end only, and the versions of the whole', () => {
    const history = { from: FROM, to: MONTH.to };
    const half = FROM + 15 * DAY_MS;
    const first = [...generateJobs({ count: 3_000, from: FROM, to: half, history, live: 0 })];
    const second = [...generateJobs({ count: 3_000, from: half, to: MONTH.to, seed: 2, history })];
    expect(first.filter(({ time_stop: stop }) => stop === null)).toEqual([]);
    expect(second.filter(({ time_stop: stop }) => stop === null)).toHaveLength(5);
    const versions = (jobs: readonly SeededJob[]) =>
      new Set(jobs.filter(({ cmd }) => cmd.endsWith('_4')).flatMap(({ jumpscript_version: version }) => version ?? []));
    expect([...versions(first)].sort()).toEqual([1, 2]);
    expect([...versions(second)].sort()).toEqual([3, 4]);
  });
});
