import { readVariableQuery } from './variableQuery';

describe('readVariableQuery', () => {
  it.each(['queue', { refId: 'x', field: 'queue' }])('reads %j', (saved) => {
    expect(readVariableQuery(saved)).toMatchObject({ field: 'queue', of: 'jobs', version: 2 });
  });

  it('reads a variable that was saved with former names', () => {
    const filters = [{ field: 'run', operator: 'range', values: ['5000', ''] }];
    expect(readVariableQuery({ refId: 'x', version: 1, field: 'cmd', filters })).toMatchObject({
      version: 2,
      field: 'cmd',
      filters: [{ field: 'runMs', operator: 'range', values: ['5000', ''] }],
    });
    expect(readVariableQuery('result')).toMatchObject({ field: 'resultPreview' });
  });

  it('lists states when nothing is saved', () => {
    expect(readVariableQuery(undefined)).toMatchObject({ field: 'state' });
  });

  it('keeps what is saved, and completes the rest', () => {
    expect(readVariableQuery({ refId: 'x', of: 'logs', field: 'level', search: 'a', showCounts: true })).toEqual({
      refId: 'x',
      version: 2,
      of: 'logs',
      field: 'level',
      search: 'a',
      showCounts: true,
    });
  });

  it('takes blanks off a name that was typed, and gives the query an id', () => {
    expect(readVariableQuery(' queue ')).toEqual({ refId: 'values', version: 2, of: 'jobs', field: 'queue' });
  });

  it.each([null, 5])('lists states for %j', (saved) => {
    expect(readVariableQuery(saved)).toMatchObject({ of: 'jobs', field: 'state' });
  });

  it('leaves out filters that are none', () => {
    expect(readVariableQuery({ refId: 'x', field: 'cmd', filters: [null, 'x'] }).filters).toEqual([]);
  });
});
