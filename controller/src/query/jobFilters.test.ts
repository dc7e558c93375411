import { JOB_FIELDS, OPERATORS_BY_KIND, type FieldSpec, type Operator } from '@openvcloud/contract';
import { createTestDatabase, type TestDatabase } from '../testing/database';
import { generateJobs, seedJobs } from '../testing/seed';
import type { SeededJob } from '../testing/seededJob';
import { jobConditions } from './jobFilters';
import { jobQuestion } from './question';
import { Parameters, where } from '../database/parameters';

const SEED = { count: 800, from: 1_780_000_000_000, to: 1_780_000_600_000, seed: 7 };
const JOBS = [...generateJobs(SEED)];

/** What each field of a seeded job holds, in the contract's words. */
const VALUE: Partial<Record<keyof typeof JOB_FIELDS, (job: SeededJob) => string | number | string[] | null>> = {
  guid: (job) => job.guid,
  state: (job) => job.state,
  nativeState: (job) => job.native_state,
  source: (job) => job.source,
  gid: () => 1,
  organization: (job) => job.organization,
  category: (job) => job.category,
  cmd: (job) => job.cmd,
  nid: (job) => job.nid,
  nodeName: (job) => job.node_name,
  jumpscriptId: (job) => job.jumpscript_id,
  jumpscriptVersion: (job) => job.jumpscript_version,
  queue: (job) => job.queue,
  roles: (job) => job.roles,
  tags: (job) => job.tags,
  args: (job) => job.args,
  resultPreview: (job) => job.error_message ?? job.result,
  resultCode: (job) => job.result_code,
  errorType: (job) => job.error_type,
  errorMessage: (job) => job.error_message,
  errorSignature: (job) => job.error_signature,
  timeCreate: (job) => job.time_create,
  timeStart: (job) => job.time_start,
  timeStop: (job) => job.time_stop,
  timeKnown: (job) => job.time_known,
  waitMs: (job) => (job.time_start === null ? null : job.time_start - job.time_create),
  runMs: (job) => (job.time_start === null || job.time_stop === null ? null : job.time_stop - job.time_start),
  timeoutSeconds: (job) => job.timeout_seconds,
  parentGuid: (job) => job.parent_guid,
  batchGuid: (job) => job.batch_guid,
  attempt: (job) => job.attempt,
  user: (job) => job.username,
};

/** The filter model's meaning, said once more without SQL. */
// eslint-disable-next-line complexity -- one case per operator
function holds(value: string | number | string[] | null, operator: Operator, values: string[]): boolean {
  const [first = '', second = ''] = values;
  const texts = Array.isArray(value) ? (value.length === 0 ? [''] : value) : [value === null ? '' : String(value)];
  switch (operator) {
    case '=':
    case 'in':
      return texts.some((text) => values.includes(text));
    case 'contains':
      return (Array.isArray(value) ? value : texts).some((text) => text.toLowerCase().includes(first.toLowerCase()));
    case 'startsWith':
      return texts.some((text) => text.toLowerCase().startsWith(first.toLowerCase()));
    case 'regex':
      return new RegExp(first).test(texts[0] ?? '');
    case 'range':
      return (
        typeof value === 'number' &&
        (first === '' || value >= Number(first)) &&
        (second === '' || value < Number(second))
      );
    case '!=':
      return !holds(value, '=', values);
    case 'not in':
      return !holds(value, 'in', values);
    case 'not contains':
      return !holds(value, 'contains', values);
    case 'not regex':
      return !holds(value, 'regex', values);
  }
}

/** Values to ask for: some that occur, one that does not, and for text the empty one. */
// eslint-disable-next-line complexity -- one case per operator
function samples(field: keyof typeof JOB_FIELDS, operator: Operator, spec: FieldSpec): string[][] {
  const found = JOBS.flatMap((job) => VALUE[field]?.(job) ?? []).map(String);
  const some = [found[0] ?? 'none', found[Math.floor(found.length / 2)] ?? 'none'];
  switch (operator) {
    case 'range':
      return [[...some].sort((a, b) => Number(a) - Number(b)), [some[0] ?? '', ''], ['', some[1] ?? '']].filter(
        (pair) => pair.every((v) => v === '' || /^\d+$/.test(v))
      );
    case 'in':
    case 'not in':
      return spec.kind === 'number'
        ? [some.filter((v) => /^\d+$/.test(v)), ['999999', '1.5']].filter((v) => v.length > 0)
        : [some, ['', 'none'], [...some, '']];
    case 'contains':
    case 'not contains':
      return [[some[0]?.slice(1, 4) ?? ''], ['%'], ['_'], ['\\'], ['ERR']];
    case 'startsWith':
      return [[some[0]?.slice(0, 3) ?? ''], [some[1]?.slice(1) ?? ''], ['%'], ['_'], ['\\'], ['err'], ['none']];
    case 'regex':
    case 'not regex':
      return [['^.{3}'], ['[5-9]$'], ['^$']];
    default:
      return spec.kind === 'number'
        ? [...some.filter((v) => /^\d+$/.test(v)).map((v) => [v]), ['999999'], ['1.5']]
        : [[some[0] ?? ''], ['none'], ["x' or 1=1 --"], ['']];
  }
}

describe('job filters', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await createTestDatabase();
    await seedJobs(test.database, SEED);
  });
  afterAll(() => test.drop());

  const select = async (filter: string[], more: { q?: string } = {}) => {
    const parameters = new Parameters();
    const conditions = jobConditions(jobQuestion({ filter, ...more }), parameters);
    const rows = await test.database.read<{ guid: string }>({
      text: `select guid from jobs ${where(conditions)} order by time_create, guid`,
      values: parameters.values,
    });
    return rows.map(({ guid }) => guid);
  };
  const expected = (matches: (job: SeededJob) => boolean) => JOBS.filter(matches).map(({ guid }) => guid);

  const fields = Object.keys(VALUE) as Array<keyof typeof JOB_FIELDS>;
  const table = fields.flatMap((field) =>
    OPERATORS_BY_KIND[JOB_FIELDS[field].kind].map((operator: Operator) => [field, operator] as const)
  );

  it.each(table)('%s %s finds exactly the jobs it means', async (field, operator) => {
    for (const values of samples(field, operator, JOB_FIELDS[field])) {
      const filter = [field, operator, ...values].map((part) => part.replace(/[\\|]/g, '\\$&')).join('|');
      const found = await select([filter]);
      expect([filter, found]).toEqual([
        filter,
        expected((job) => holds(VALUE[field]?.(job) ?? null, operator, values)),
      ]);
    }
  });

  it('every field of the contract can be asked for with every operator of its kind', async () => {
    for (const [field, { kind }] of Object.entries(JOB_FIELDS)) {
      for (const operator of OPERATORS_BY_KIND[kind]) {
        const values = operator === 'range' ? '1|2' : kind === 'flag' ? 'true' : '1';
        await expect(select([`${field}|${operator}|${values}`])).resolves.toBeInstanceOf(Array);
      }
    }
  });

  it('combines conditions with AND', async () => {
    const found = await select(['state|in|ERROR|TIMEOUT', 'queue|=|io']);
    expect(found).toEqual(expected((job) => ['ERROR', 'TIMEOUT'].includes(job.state) && job.queue === 'io'));
  });

  it('searches command, arguments, result and error, whatever the case', async () => {
    const found = await select([], { q: 'VALUEerror: failed' });
    expect(found.length).toBeGreaterThan(0);
    expect(found).toEqual(expected((job) => job.error_type === 'ValueError'));
    expect(await select([], { q: '/data/13"' })).toEqual(expected((job) => job.args.includes('/data/13"')));
    expect(await select([], { q: '%' })).toEqual([]);
  });
});
