import { chosenColumns, type ColumnId } from './columns';
import { nextSort, sortOf } from './sortOrder';

function setup(id: ColumnId, ids: ColumnId[]) {
  const columns = chosenColumns(ids);
  const column = columns.find((candidate) => candidate.id === id);
  if (column === undefined) {
    throw new Error(`Expected ${id} to be one of the columns.`);
  }
  return { column, columns };
}

describe('sortOf', () => {
  it.each<[ColumnId, string, ColumnId[], string]>([
    ['cmd', 'cmd', ['cmd'], 'ascending'],
    ['cmd', '-cmd', ['cmd'], 'descending'],
    ['cmd', 'queue', ['cmd', 'queue'], 'none'],
    ['timeStart', 'timeStart', ['timeStart'], 'ascending'],
    ['timeStart', '-timeCreate', ['timeStart', 'cmd'], 'descending'],
    ['timeStart', 'timeCreate', ['timeStart', 'cmd'], 'ascending'],
    ['timeStart', '-timeCreate', ['timeStart', 'timeCreate'], 'none'],
    ['timeCreate', '-timeCreate', ['timeStart', 'timeCreate'], 'descending'],
    ['timeStop', '-timeCreate', ['timeStop', 'cmd'], 'none'],
    ['timeStart', '-timeStop', ['timeStart', 'cmd'], 'none'],
  ])('of %s in a list by %s, beside %j, is %s', (id, sort, ids, order) => {
    const { column, columns } = setup(id, ids);
    expect(sortOf(column, sort, columns)).toBe(order);
  });
});

describe('nextSort', () => {
  it.each<[ColumnId, string, string]>([
    ['cmd', '-timeCreate', 'cmd'],
    ['cmd', 'cmd', '-cmd'],
    ['cmd', '-cmd', 'cmd'],
    ['runMs', 'cmd', '-runMs'],
    ['runMs', '-runMs', 'runMs'],
    ['runMs', 'runMs', '-runMs'],
    ['timeStart', 'cmd', '-timeStart'],
    ['timeStart', '-timeCreate', 'timeStart'],
  ])('after a click on %s in a list by %s is %s', (id, sort, next) => {
    const { column, columns } = setup(id, ['timeStart', 'cmd', 'runMs']);
    expect(nextSort(column, sort, columns)).toBe(next);
  });
});
