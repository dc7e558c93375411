import { migrateQuery } from './migrateQuery';
import { type JobsQuery } from './query';

describe('migrateQuery', () => {
  it('gives back the same object when it is current', () => {
    const query: JobsQuery = {
      refId: 'A',
      queryType: 'logs',
      version: 1,
      filters: [{ field: 'cmd', operator: '=', values: [] }],
    };
    expect(migrateQuery(query)).toBe(query);
  });

  it('completes a query that Grafana just made', () => {
    expect(migrateQuery({ refId: 'A' })).toEqual({ refId: 'A', queryType: 'jobs', version: 1 });
  });

  it('keeps what it does not know', () => {
    expect(migrateQuery(JSON.parse('{"refId":"A","hide":true,"queryType":"nodes"}'))).toEqual({
      refId: 'A',
      hide: true,
      queryType: 'nodes',
      version: 1,
    });
  });

  it.each([
    '{"refId":"A","queryType":"tasks"}',
    '{"refId":"A","version":1,"queryType":"jobs","filters":"state"}',
    '{"refId":"A","filters":[{"field":"state"},null]}',
  ])('is idempotent on %s', (saved) => {
    const once = migrateQuery(JSON.parse(saved));
    expect(migrateQuery(once)).toBe(once);
    expect(once.queryType).toBe('jobs');
  });
});
