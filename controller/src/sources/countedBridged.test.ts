import { JOB_STATES, isTerminal, type BridgedJob } from '@openvcloud/contract';
import { countExactly } from '../counts/countedJobs';
import { foldCounts } from '../counts/foldCounts';
import { Parameters, where } from '../database/parameters';
import { makePartitions } from '../database/partitions';
import { jobConditions } from '../query/jobFilters';
import { jobQuestion, type WireJobQuestion } from '../query/question';
import { createTestDatabase, type TestDatabase } from '../testing/database';
import { seededRandom } from '../testing/seed';
import { storeBridgedJobs } from './storeBridgedJobs';

// A busy machine may be slow; a hang is still found.
jest.setTimeout(120_000);

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2025, 2, 12, 12);
const { signal } = new AbortController();

describe('counts of jobs whose ends move', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await createTestDatabase();
    await makePartitions(test.database, NOW, { daysBack: 2 });
  });
  afterAll(() => test.drop());

  const random = seededRandom(13);
  const below = (count: number) => Math.floor(random() * count);
  const pick = <Item>(items: readonly [Item, ...Item[]]): Item => items[below(items.length)] ?? items[0];

  /** Anything that a source may tell of one of fifty jobs, whatever it told before. */
  function told(): BridgedJob {
    const number = below(50);
    const created = NOW - 2 * DAY_MS + number * 3_000_000;
    const state = pick(JOB_STATES);
    const isEnded = isTerminal(state);
    return {
      key: `job ${number}`,
      gid: 1 + (number % 2),
      nid: number % 5,
      cmd: pick(['a', 'b']),
      queue: pick(['io', 'internal']),
      state,
      nativeState: state,
      ...(random() < 0.8 ? { timeCreate: created } : {}),
      timeStart: random() < 0.5 ? created + below(100_000) : null,
      timeStop: isEnded && random() < 0.8 ? created + 100_000 + below(DAY_MS) : null,
    };
  }

  async function check(selection: WireJobQuestion): Promise<void> {
    const question = jobQuestion(selection);
    const parameters = new Parameters();
    const [row] = await test.database.query<{ count: number }>({
      text: `select count(*) as count from jobs ${where(jobConditions(question, parameters))}`,
      values: parameters.values,
    });
    const exact = await countExactly(test.database, question, { signal });
    expect({ selection, exact }).toEqual({ selection, exact: row?.count });
  }

  it('are those of a recount, by each time, state and source, folded or not', async () => {
    for (let round = 0; round < 30; round++) {
      const jobs = Array.from({ length: 20 }, told);
      const telling = {
        source: pick(['one', 'two']),
        home: 1,
        oldest: 0,
        now: NOW + round * 70_000,
        isBackfill: round < 5,
      };
      await test.database.transaction((transaction) => storeBridgedJobs(transaction, telling, jobs));
      if (round % 7 === 6) {
        await foldCounts(test.database);
      }
      for (const timeField of ['timeCreate', 'timeStop', 'timeKnown'] as const) {
        const from = NOW - 2 * DAY_MS + below(2 * DAY_MS);
        await check({ timeField, filter: [`source|=|${pick(['one', 'two'])}`, 'state|in|ERROR|TIMEOUT'] });
        await check({ timeField, from, to: from + below(DAY_MS), filter: [`queue|=|${pick(['io', 'internal'])}`] });
      }
    }
    const [jobs] = await test.database.query({
      text: 'select count(*) as rows, count(distinct guid) as guids from jobs',
      values: [],
    });
    expect(jobs?.rows).toBe(jobs?.guids);
  });
});
