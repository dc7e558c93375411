import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { migrateQuery } from './migrateQuery';
import { type JobsQuery } from './query';

/** As saved once, and as of today; pkg/query/migrate_test.go reads the same, for queries that never pass through a browser. */
const SAVED: Array<{ of: string; saved: JobsQuery; current: JobsQuery }> = JSON.parse(
  readFileSync(join(__dirname, '..', '..', '..', 'pkg', 'query', 'testdata', 'savedQueries.json'), 'utf8')
);

describe('migrateQuery', () => {
  it('gives back the same object when it is current', () => {
    const query: JobsQuery = {
      refId: 'A',
      queryType: 'logs',
      version: 2,
      filters: [{ field: 'cmd', operator: '=', values: [] }],
    };
    expect(migrateQuery(query)).toBe(query);
  });

  it('completes a query that Grafana just made', () => {
    expect(migrateQuery({ refId: 'A' })).toEqual({ refId: 'A', queryType: 'jobs', version: 2 });
  });

  it('keeps what it does not know', () => {
    expect(migrateQuery(JSON.parse('{"refId":"A","hide":true,"queryType":"nodes"}'))).toEqual({
      refId: 'A',
      hide: true,
      queryType: 'nodes',
      version: 2,
    });
  });

  it.each(SAVED)('brings $of up to date, and leaves it so', ({ saved, current }) => {
    const migrated = migrateQuery(saved);
    expect(migrated).toEqual(current);
    expect(migrateQuery(migrated)).toBe(migrated);
  });

  it.each([
    '{"refId":"A","queryType":"jobs","version":1,"sort":"-run","filters":[{"field":"run","operator":"=","values":["1"]}]}',
    '{"refId":"A","version":1,"sort":null}',
    '{"refId":"A","queryType":"tasks"}',
    '{"refId":"A","version":1,"queryType":"jobs","filters":"state"}',
    '{"refId":"A","filters":[{"field":"state"},null]}',
  ])('is idempotent on %s', (saved) => {
    const once = migrateQuery(JSON.parse(saved));
    expect(migrateQuery(once)).toBe(once);
    expect(once.queryType).toBe('jobs');
  });

  it.each([
    null,
    'state',
    { operator: '=', values: [] },
    { field: 'cmd', values: [] },
    { field: 'cmd', operator: '=' },
    { field: 5, operator: '=', values: [] },
    { field: 'cmd', operator: 5, values: [] },
    { field: 'cmd', operator: '=', values: 'x' },
  ])('leaves out %j, which is no condition, and keeps the others', (none) => {
    const cmd = { field: 'cmd', operator: '=', values: ['echo'] };
    const saved = JSON.parse(JSON.stringify({ refId: 'A', queryType: 'jobs', version: 2, filters: [cmd, none] }));
    expect(migrateQuery(saved).filters).toEqual([cmd]);
  });

  it('says nothing that was not saved', () => {
    expect(migrateQuery({ refId: 'A' })).not.toHaveProperty('filters');
    expect(migrateQuery({ refId: 'A' })).not.toHaveProperty('sort');
    expect(migrateQuery(JSON.parse('{"refId":"A","sort":null}'))).not.toHaveProperty('sort');
    expect(migrateQuery(JSON.parse('{"refId":"A","filters":"state"}')).filters).toEqual([]);
  });
});
