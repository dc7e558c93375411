import { isTerminal, type BridgedJob } from '@openvcloud/contract';
import { makePartitions } from '../database/partitions';
import { createTestDatabase, type TestDatabase } from '../testing/database';
import { seededRandom } from '../testing/seed';
import { storeBridgedJobs } from './storeBridgedJobs';

// A busy machine may be slow; a hang is still found.
jest.setTimeout(120_000);

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2025, 2, 12, 12);
const TOLD = ['OK', 'ERROR', 'TIMEOUT', 'RUNNING'] as const;

const FAILED = `select guid, time_create, nid, node_name, queue, organization, cmd, state, error_signature from jobs
  where not is_live and error_signature is not null order by guid, time_create`;
const KEPT_FAILED = `select guid, time_create, nid, node_name, queue, organization, cmd, state, g.signature as error_signature
  from failures f join failure_groups g on g.gid = f.gid and g.id = f.group_id order by guid, time_create`;
const LAST_OKS = `select gid, cmd, organization, source, coalesce(nid, -1) as node, max(coalesce(time_stop, time_create)) as ended
  from jobs where state = 'OK' group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5`;
const KEPT_LAST_OKS = `select gid, cmd, organization, source, node, ended from last_oks where ended > 0 order by 1, 2, 3, 4, 5`;
const UNRESOLVED = `select guid, time_create from jobs f where state in ('ERROR', 'TIMEOUT') and not exists (
    select 1 from jobs ok where ok.state = 'OK' and ok.gid = f.gid and ok.cmd = f.cmd and ok.organization = f.organization and ok.source = f.source
      and (f.nid is null or ok.nid = f.nid) and coalesce(ok.time_stop, ok.time_create) > coalesce(f.time_stop, f.time_create))
  order by guid, time_create`;
const KEPT_UNRESOLVED = 'select guid, time_create from unresolved_failures order by guid, time_create';

describe('failures that their source tells otherwise later', () => {
  let test: TestDatabase;
  beforeEach(async () => {
    test = await createTestDatabase();
    await makePartitions(test.database, NOW, { daysBack: 2 });
  });
  afterEach(() => test.drop());

  const random = seededRandom(27);
  const below = (count: number) => Math.floor(random() * count);
  const pick = <Item>(items: readonly [Item, ...Item[]]): Item => items[below(items.length)] ?? items[0];

  /** Anything that a source may tell of one of sixty jobs, whatever it told before. */
  function told(): BridgedJob {
    const number = below(60);
    const created = NOW - 2 * DAY_MS + number * 2_500_000;
    const state = pick(TOLD);
    const nid = pick([1, 1, 2, null]);
    return {
      key: `job ${number}`,
      gid: 1 + (number % 2),
      nid,
      nodeName: nid === null ? null : `node ${nid}`,
      organization: 'o',
      cmd: pick(['a', 'b']),
      queue: pick(['io', 'default']),
      state,
      nativeState: state,
      ...(random() < 0.8 ? { timeCreate: created } : {}),
      timeStart: created + below(100_000),
      timeStop: isTerminal(state) && random() < 0.8 ? created + 100_000 + below(DAY_MS) : null,
      ...(state === 'OK' ? {} : { error: { ...NO_PLACE, message: `${pick(['lost', 'broken'])}` } }),
    };
  }
  const NO_PLACE = { type: 'Error', backtrace: null, file: null, line: null, function: null, code: null };

  const tell = (jobs: readonly BridgedJob[], now = NOW) =>
    test.database.transaction((transaction) =>
      storeBridgedJobs(transaction, { source: 'old', home: 1, oldest: 0, now, isBackfill: false }, jobs)
    );
  const rows = (text: string) => test.database.query({ text, values: [] });

  async function check(): Promise<void> {
    expect(await rows(KEPT_FAILED)).toEqual(await rows(FAILED));
    expect(await rows(KEPT_LAST_OKS)).toEqual(await rows(LAST_OKS));
    expect(await rows(KEPT_UNRESOLVED)).toEqual(await rows(UNRESOLVED));
  }

  it('are kept as they are now, in whatever order ends, places and times are told', async () => {
    for (let round = 0; round < 60; round++) {
      await tell(Array.from({ length: 12 }, told), NOW + round * 1000);
      await check();
    }
    expect((await rows(KEPT_UNRESOLVED)).length).toBeGreaterThan(3);
  });

  it('are to be made good again when the OK after them was none', async () => {
    const job = (key: string, state: 'OK' | 'ERROR', timeStop: number): BridgedJob => ({
      key,
      gid: 1,
      nid: 1,
      organization: 'o',
      cmd: 'a',
      state,
      nativeState: state,
      timeCreate: NOW - 10_000,
      timeStart: NOW - 9000,
      timeStop,
    });
    await tell([job('failed', 'ERROR', NOW - 2000), job('mended', 'OK', NOW - 1000)]);
    expect(await rows(KEPT_UNRESOLVED)).toEqual([]);
    await tell([job('mended', 'ERROR', NOW - 3000)]);
    expect(await rows(KEPT_UNRESOLVED)).toHaveLength(2);
    expect(await rows(KEPT_LAST_OKS)).toEqual([]);
  });
});
