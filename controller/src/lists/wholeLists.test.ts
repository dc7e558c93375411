import { JOB_FIELDS, type Coverage, type Page, type Total } from '@openvcloud/contract';
import fc from 'fast-check';
import type { Database } from '../database/database';
import { toApiError } from '../errors/toApiError';
import { listJobs } from '../jobs/jobs';
import { listLogs } from '../logs/logs';
import { jobQuestion, logQuestion } from '../query/question';
import { createTestDatabase, type TestDatabase } from '../testing/database';
import { seededRandom, seedJobs, seedLines } from '../testing/seed';

const NOW = 1_780_000_600_000;
const HOUR_MS = 3_600_000;
const JOBS = 400;
const LINES = 900;
const SIGNAL = new AbortController().signal;

/** As PostgreSQL says that a statement was cancelled, or that it waited too long for a lock. */
class Refused extends Error {
  readonly code: string;

  constructor(code: string) {
    super('refused by the test');
    this.code = code;
  }
}

interface Faults {
  seed: number;
  /** Of a hundred statements, so many are cancelled, and so many wait in vain for a lock. */
  cancelled: number;
  locked: number;
}

/** The database, of whose reads some fail; which, says the seed. */
function faulty(database: Database, { seed, cancelled, locked }: Faults): Database {
  const random = seededRandom(seed);
  return {
    ...database,
    read: async (sql, options) => {
      const drawn = random() * 100;
      if (drawn < cancelled + locked) {
        throw new Refused(drawn < cancelled ? '57014' : '55P03');
      }
      return database.read(sql, options);
    },
  };
}

interface Answer {
  items: string[];
  page: Page;
  total: Total;
  coverage: Coverage;
}
type Ask = (way: { cursor?: string; at?: 'last' }) => Promise<Answer>;

/** Pages by its cursors through the whole list; what is refused in words is asked again. Answers how often that was. */
async function walk(
  ask: Ask,
  isForward: boolean,
  all: readonly string[]
): Promise<{ items: string[]; refusals: number }> {
  const items: string[] = [];
  let refusals = 0;
  let way: Parameters<Ask>[0] = isForward ? {} : { at: 'last' };
  for (;;) {
    let answer: Answer;
    try {
      answer = await ask(way);
    } catch (error) {
      expect(['QUERY_BUDGET', 'DATABASE_UNAVAILABLE']).toContain(toApiError(error).code);
      refusals += 1;
      continue;
    }
    const { page, total, coverage } = answer;
    items.splice(isForward ? items.length : 0, 0, ...answer.items);
    expect(total.relation === 'eq' ? total.value : Math.max(total.value, all.length)).toBe(all.length);
    const onward = isForward ? page.next : page.prev;
    // Less than was asked for, and no end: that is said.
    if (answer.items.length < page.limit && onward !== null && way.at !== 'last') {
      expect(coverage).toMatchObject({ isCut: true, notice: expect.stringContaining('had time up to') as string });
    }
    if (onward === null) {
      return { items, refusals };
    }
    way = { cursor: onward };
  }
}

describe('a list of which statements are cancelled or wait in vain', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await createTestDatabase();
    const times = { from: NOW - 40 * HOUR_MS, to: NOW };
    await seedJobs(test.database, { count: JOBS, ...times, seed: 5, live: 20 });
    const random = seededRandom(9);
    const lines = Array.from({ length: LINES }, (_, index) => {
      const time = NOW - Math.floor(random() * 30 * HOUR_MS);
      const message = `${random() < 0.2 ? 'disk' : 'net'} ${index} took ${Math.floor(random() * 50)} ms`;
      return { jobGuid: `job-${index % 3}`, seq: index + 1, time, message };
    });
    await seedLines(test.database, lines);
  });
  afterAll(() => test.drop());

  const faults = fc.record({
    seed: fc.integer({ min: 0 }),
    cancelled: fc.integer({ max: 60, min: 0 }),
    locked: fc.integer({ min: 0, max: 15 }),
  });
  const limit = fc.integer({ min: 7, max: 150 });

  /** The same list asked of the whole database and, page by page, of the one that fails. */
  async function compare(
    list: (database: Database, limit: number, way: Parameters<Ask>[0]) => Promise<Answer>,
    limit: number,
    isForward: boolean,
    failing: Faults
  ) {
    const whole = await list(test.database, 1000, {});
    expect(whole).toMatchObject({ page: { next: null }, coverage: { isCut: false } });
    const database = faulty(test.database, failing);
    const { items } = await walk((way) => list(database, limit, way), isForward, whole.items);
    expect(items).toEqual(whole.items);
  }

  const jobFilters = [
    [],
    ['state|in|ERROR|TIMEOUT'],
    ['errorMessage|contains|e'],
    ['errorMessage|regex|[aeiou]{2}', 'state|!=|OK'],
    ['tags|=|nightly'],
    ['cmd|contains|disk'],
    ['resultPreview|not contains|1'],
    ['queue|=|no such queue'],
  ];
  const sorts = [
    '-timeCreate',
    'timeCreate',
    ...Object.entries(JOB_FIELDS)
      .filter(([, { isSortable }]) => isSortable)
      .flatMap(([name]) => [name, `-${name}`]),
  ];

  it('of jobs gives each of them once and in order, or says where it did not, whatever fails', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          filter: fc.constantFrom(...jobFilters),
          sort: fc.constantFrom(...sorts),
          from: fc.option(fc.integer({ min: NOW - 40 * HOUR_MS, max: NOW - 1 }), { nil: undefined }),
        }),
        limit,
        fc.boolean(),
        faults,
        fc.constantFrom(0, 1, 1_300),
        async ({ filter, sort, from }, size, isForward, failing, pageBudgetMs) => {
          const question = jobQuestion({ filter, from });
          await compare(
            async (database, rows, way) => {
              const found = await listJobs(
                database,
                { question, sort, ...way },
                rows,
                NOW,
                SIGNAL,
                database === test.database ? undefined : pageBudgetMs
              );
              return { ...found, items: found.items.map(({ guid }) => guid) };
            },
            size,
            isForward,
            failing
          );
        }
      ),
      { numRuns: 60 }
    );
  });

  it('of log lines gives each of them once and in order, or says where it did not, whatever fails', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          filter: fc.constantFrom(
            [],
            ['message|contains|disk'],
            ['message|regex|[2-4]7 ms'],
            ['level|=|6'],
            ['message|contains|nowhere']
          ),
          q: fc.constantFrom('', 'disk'),
          direction: fc.constantFrom('forward' as const, 'backward' as const),
        }),
        fc.constantFrom(null, { gid: 1, guid: 'job-1' }),
        limit,
        fc.boolean(),
        faults,
        fc.constantFrom(0, 1, 1_300),
        async ({ filter, q, direction }, job, size, isForward, failing, pageBudgetMs) => {
          const question = logQuestion({ filter, q });
          await compare(
            async (database, rows, way) => {
              const found = await listLogs(
                database,
                { question, direction, ...way },
                job,
                rows,
                NOW,
                SIGNAL,
                database === test.database ? undefined : pageBudgetMs
              );
              return { ...found, items: found.items.map(({ seq }) => String(seq)) };
            },
            size,
            isForward,
            failing
          );
        }
      ),
      { numRuns: 40 }
    );
  });

  it.each(['forward', 'backward'] as const)(
    'of which all beside a place is gone still leads to the rest of it: %s',
    async (direction) => {
      const job = { gid: 1, guid: direction === 'forward' ? 'job-2' : 'job-0' };
      const list = (way: { cursor?: string }) =>
        listLogs(test.database, { question: logQuestion({}), direction, ...way }, job, 10, NOW, SIGNAL);
      const remove = (seqs: readonly number[]) =>
        test.database.query({
          text: 'delete from log_lines where job_guid = $1 and seq = any($2::bigint[])',
          values: [job.guid, seqs],
        });
      const first = await list({});
      const second = await list({ cursor: first.page.next ?? '' });
      await remove(first.items.map(({ seq }) => seq));
      const before = await list({ cursor: second.page.prev ?? '' });
      expect(before).toMatchObject({ items: [], page: { prev: null } });
      expect(await list({ cursor: before.page.next ?? '' })).toMatchObject({ items: second.items });

      const all = await test.database.read<{ seq: number }>({
        text: 'select seq from log_lines where job_guid = $1',
        values: [job.guid],
      });
      const kept = new Set(second.items.map(({ seq }) => seq));
      await remove(all.map(({ seq }) => seq).filter((seq) => !kept.has(seq)));
      const after = await list({ cursor: second.page.next ?? '' });
      expect(after).toMatchObject({ items: [], page: { next: null } });
      expect(await list({ cursor: after.page.prev ?? '' })).toMatchObject({ items: second.items });
    }
  );
});
