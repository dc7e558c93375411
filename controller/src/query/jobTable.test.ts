import { JOB_FIELDS, JobSummary, Job } from '@openvcloud/contract';
import { createTestDatabase } from '../testing/database';
import { JOB_DETAIL_COLUMNS, JOB_SUMMARY_COLUMNS, JOB_TABLE, jobColumns, jobRow, selected } from './jobTable';

/** `node_name as "nodeName"` → nodeName; a comma within brackets separates nothing. */
function namesOf(columns: string): string[] {
  return columns.split(/, (?![^(]*\))/).map((column) => /"(\w+)"$/.exec(column)?.[1] ?? column);
}

it('says of the same fields as the contract that lists are filtered by them', () => {
  const filtered = jobColumns(({ isField }) => isField).map((name) => name as string);
  expect(filtered.sort()).toEqual(Object.keys(JOB_FIELDS).sort());
});

it('gives a list what the contract says a row of it holds', () => {
  expect(namesOf(JOB_SUMMARY_COLUMNS).sort()).toEqual(Object.keys(JobSummary.properties).sort());
});

it('gives details what the contract says a job holds, its error in columns of its own', () => {
  const names = namesOf(JOB_DETAIL_COLUMNS).filter((name) => !/^error[A-Z]/.test(name));
  expect([...names, 'error'].sort()).toEqual(Object.keys(Job.properties).sort());
});

it('names rows as the API does, and columns as PostgreSQL does', () => {
  expect(selected(['guid', 'nodeName'])).toBe('guid, node_name as "nodeName"');
  expect(selected(['guid', 'nodeName'], 'j')).toBe('j.guid as "guid", j.node_name as "nodeName"');
  expect(jobRow({ nodeName: 'a', user: 'b', timeStop: null })).toEqual({
    node_name: 'a',
    username: 'b',
    time_stop: null,
  });
});

it('has the types that the database has', async () => {
  const { database, drop } = await createTestDatabase();
  try {
    const rows = await database.query<{ name: string; type: string; isNullable: boolean }>({
      text: `select a.attname as name, format_type(a.atttypid, a.atttypmod) as type, not a.attnotnull as "isNullable"
             from pg_attribute a where a.attrelid = 'jobs'::regclass and a.attnum > 0 and not a.attisdropped`,
      values: [],
    });
    const stored = new Map(rows.map((row) => [row.name, row]));
    for (const name of jobColumns(({ isDerived }) => isDerived !== true)) {
      const { sql, type, isNullable } = JOB_TABLE[name];
      expect({ of: name, ...stored.get(sql) }).toEqual({ of: name, name: sql, type, isNullable });
    }
  } finally {
    await drop();
  }
});
