import { migrateQuery } from './migrateQuery';
import { type JobsQuery } from './query';

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

  it('calls fields of version 1 as rows do, in conditions and in the order', () => {
    const saved = `{"refId":"A","queryType":"jobs","version":1,"sort":"-run","filters":[
      {"field":"wait","operator":"range","values":["5",""]},{"field":"result","operator":"contains","values":["$x"]},
      {"field":"cmd","operator":"=","values":["run"]}]}`;
    expect(migrateQuery(JSON.parse(saved))).toEqual({
      refId: 'A',
      queryType: 'jobs',
      version: 2,
      sort: '-runMs',
      filters: [
        { field: 'waitMs', operator: 'range', values: ['5', ''] },
        { field: 'resultPreview', operator: 'contains', values: ['$x'] },
        { field: 'cmd', operator: '=', values: ['run'] },
      ],
    });
  });

  it.each([
    '{"refId":"A","queryType":"jobs","version":1,"sort":"-run","filters":[{"field":"run","operator":"=","values":["1"]}]}',
    '{"refId":"A","queryType":"tasks"}',
    '{"refId":"A","version":1,"queryType":"jobs","filters":"state"}',
    '{"refId":"A","filters":[{"field":"state"},null]}',
  ])('is idempotent on %s', (saved) => {
    const once = migrateQuery(JSON.parse(saved));
    expect(migrateQuery(once)).toBe(once);
    expect(once.queryType).toBe('jobs');
  });
});
