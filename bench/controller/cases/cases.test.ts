import { JOB_FIELDS, OPERATORS_BY_KIND, type Operator } from '@openvcloud/contract';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { createTestDatabase, type TestDatabase } from '../../../controller/src/testing/database';
import type { BenchCase } from './benchCase';
import { benchGroups } from './cases';
import { findKnownJobs } from './knownJobs';
import { agree, firstDifference } from '../asked/sameAnswer';
import { seed } from '../seed/seed';
import type { SeedRecord } from '../seed/seedRecord';
import { dayOf } from '../seed/seedSpan';
import { describeTexts, indexTexts } from '../seed/texts';
import { startWitness, type Witness } from '../witness';

// A busy machine may be slow; a hang is still found.
jest.setTimeout(300_000);

const silent = pino({ level: 'silent' });

describe('the lines of the benchmark', () => {
  const now = Date.now();
  const folder = mkdtempSync(join(tmpdir(), 'openvcloud-bench-test-'));
  let test: TestDatabase;
  let witness: Witness;
  let record: SeedRecord;
  let cases: BenchCase[];
  beforeAll(async () => {
    test = await createTestDatabase();
    record = await seed(test.database, dayOf(now), { jobs: 6_000, logs: 3_000, days: 5, report: () => undefined });
    cases = benchGroups(record, await findKnownJobs(test.database), now).flatMap((group) => group.cases);
    await indexTexts(test.database, record, now, silent);
    witness = await startWitness(test.database, folder, now);
  });
  afterAll(async () => {
    await witness.close();
    await test.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('have names of their own, and name the first page of their list', () => {
    const names = cases.map(({ name }) => name);
    expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual([]);
    expect(cases.flatMap(({ first }) => first ?? []).filter((name) => !names.includes(name))).toEqual([]);
    expect(cases.filter(({ path }) => path.includes('at=last') && !path.includes('count=true')).length).toBeGreaterThan(
      8
    );
  });

  it('filter on every field, with every operator but those that say the opposite, and sort by every field both ways', () => {
    const queries = cases.map(({ path }) => new URL(path, 'http://localhost').searchParams);
    const filters = queries
      .flatMap((query) => query.getAll('filter'))
      .map((text) => text.split('|').slice(0, 2).join(' '));
    const sorts = queries.flatMap((query) => query.getAll('sort'));
    const asked: readonly Operator[] = ['=', 'contains', 'range'];
    const missing = Object.entries(JOB_FIELDS).flatMap(([field, { kind, isSortable }]) => [
      // Two guids in one filter: nobody asks so.
      ...OPERATORS_BY_KIND[kind]
        .filter((operator: Operator) => asked.includes(operator))
        .map((operator) => `${field} ${operator}`)
        .filter((filter) => !filters.includes(filter) && !MEANINGLESS.includes(filter)),
      ...(isSortable ? [field, `-${field}`].filter((sort) => !sorts.includes(sort)) : []),
    ]);
    expect(missing).toEqual([]);
  });

  it('ask the API and the SQL by hand the same', async () => {
    const faults: string[] = [];
    let answered = 0;
    for (const one of cases) {
      try {
        const { agreed } = await witness.look(one);
        answered += agreed === null || agreed.size === 0 ? 0 : 1;
      } catch (error) {
        faults.push(String(error));
      }
    }
    expect(faults).toEqual([]);
    expect(answered).toBeGreaterThan(cases.length / 2);
  });

  it('are refused when they do not', async () => {
    const [one] = cases.filter(({ name }) => name === 'state = TIMEOUT');
    if (one === undefined) {
      throw new Error('expected the case');
    }
    const other = { ...one, sql: [one.sql[0].replace('TIMEOUT', 'ERROR')] as const };
    await expect(witness.look(other)).rejects.toThrow(
      /Expected the API and the SQL by hand to answer "state = TIMEOUT" alike/
    );
  });

  it('ask for three long logs, two of the last day, whose texts have an index only when it is over', async () => {
    for (const { guid, lines, middle } of [record.oldLog, record.dayLog, record.hourLog]) {
      const rows = await test.database.read<{ time: number; seq: number }>({
        text: 'select time, seq from log_lines where gid = 1 and job_guid = $1 order by seq',
        values: [guid],
      });
      expect(rows).toHaveLength(lines);
      expect(rows.find(({ seq }) => seq === Math.floor(lines / 2))?.time).toBe(middle);
      const isOfLastDay = rows.every(({ time }) => dayOf(time) === dayOf(now));
      expect(isOfLastDay).toBe(guid !== record.oldLog.guid);
    }
    const [all] = await test.database.read<{ count: number }>({
      text: 'select count(*) as count from log_lines',
      values: [],
    });
    expect(all?.count).toBe(3_000);
    expect(await describeTexts(test.database, record)).toMatch(
      /the last of them not over: .* not at all, .* not at all/
    );
    await indexTexts(test.database, record, now + 86_400_000, silent);
    expect(await describeTexts(test.database, record)).toBe('all of them over, their texts indexed');
  });

  it('tell where two answers differ', async () => {
    expect(firstDifference([{ a: 1, b: [2] }], [{ b: [2], a: 1 }])).toBeNull();
    expect(firstDifference([1, 2], [1])).toBe('at 1 of 2 and 1: 2 from the API, nothing by SQL.');
    const longer = { name: 'n', path: '', targets: [], sql: ['a', 'b'] as const, compare: compareTexts };
    const agreed = await agree(longer, 'b', (sql) => Promise.resolve([{ sql }]));
    expect(agreed.sql).toBe('b');
  });
});

const MEANINGLESS = ['parentGuid contains', 'batchGuid contains'];

function compareTexts(answer: unknown, rows: ReadonlyArray<Record<string, unknown>>) {
  return { api: [answer], sql: rows.map(({ sql }) => sql) };
}
