import { pino } from 'pino';
import { createTestDatabase, type TestDatabase } from '../testing/database';
import { seedJobs } from '../testing/seed';
import { failureSignature, type Failure } from './failureSignature';
import { resignFailures } from './resign';

const NOW = Date.UTC(2025, 2, 10, 12);
const DAY_MS = 86_400_000;
const FORMER = 'OSError disk.py:12 No space left on <text>';

describe('failures that a former version signed', () => {
  let test: TestDatabase;
  beforeEach(async () => {
    test = await createTestDatabase();
    await seedJobs(test.database, { count: 800, from: NOW - 3 * DAY_MS, to: NOW });
    await test.database.query({
      text: `update jobs_done set error_signature = $1, signature_version = null where error_type is not null`,
      values: [FORMER],
    });
  });
  afterEach(() => test.drop());

  const signed = () =>
    test.database.query<Failure & { signature: string | null; version: number | null; isFailure: boolean }>({
      text: `select error_signature as signature, signature_version as version, error_type is not null as "isFailure",
               error_type as type, coalesce(error_message, '') as message, error_file as file, error_line as line,
               error_function as function, error_backtrace as backtrace, error_code as code
             from jobs_done order by guid`,
      values: [],
    });
  const counted = () =>
    test.database.query({ text: 'select state, count(*)::int from jobs group by 1 order by 1', values: [] });
  const resign = (signal = new AbortController().signal) =>
    resignFailures(test.database, pino({ level: 'silent' }), signal);

  it('are signed anew, all of them, also by two controllers at once', async () => {
    const before = await counted();
    await Promise.all([resign(), resign()]);
    const rows = await signed();
    const failures = rows.filter(({ isFailure }) => isFailure);
    expect(failures.length).toBeGreaterThan(40);
    failures.forEach((row) => expect([row.version, row.signature]).toEqual([2, failureSignature(row)]));
    expect(rows.filter(({ isFailure }) => !isFailure).every(({ version }) => version === null)).toBe(true);
    expect(await counted()).toEqual(before);
  });

  it('are signed anew whatever they say, a program with a name too long among them', async () => {
    const program = `${'a'.repeat(195)}fail\u{1f600}`;
    await test.database.query({
      text: 'update jobs_done set error_message = $1 where error_type is not null',
      values: [`Command '${program} x' returned non-zero exit status 1.`],
    });
    await resign();
    expect((await signed()).every(({ signature }) => signature !== FORMER)).toBe(true);
  });

  it('are left for later when the controller stops', async () => {
    const stopping = new AbortController();
    stopping.abort();
    await resign(stopping.signal);
    expect((await signed()).every(({ signature }) => signature === null || signature === FORMER)).toBe(true);
  });

  it('are found by an index that holds only them', async () => {
    await resign();
    const plan = await test.database.query<{ 'QUERY PLAN': string }>({
      text: `explain (analyze, costs off, timing off, summary off) select guid from jobs_done
             where error_signature is not null and coalesce(signature_version, 1) < 2 order by time_create desc limit 40`,
      values: [],
    });
    expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toMatch(/Index (?:Only )?Scan.*rows=0/);
  });
});
