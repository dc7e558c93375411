import { Parameters } from '../database/parameters';
import { segmentsAfter, wholeOrder, type Key, type Order, type Segment } from './keyset';

const TIES = [
  { sql: 'time_create', type: 'bigint', isNullable: false },
  { sql: 'guid', type: 'text', isNullable: false },
] as const;
const byTime = (isDescending: boolean): Order => ({ name: 'time', isDescending, columns: TIES });
const byNid = (isDescending: boolean): Order => ({
  name: 'nid',
  isDescending,
  columns: [{ sql: 'nid', type: 'bigint', isNullable: true }, ...TIES],
});

/** The segments with their values in place. */
function after(order: Order, isForward: boolean, key: Key | null): Segment[] {
  const parameters = new Parameters();
  const segments = segmentsAfter(order, isForward, key, parameters);
  const filled = (sql: string) => sql.replace(/\$(\d+)/g, (_, place) => String(parameters.values[Number(place) - 1]));
  return segments.map(({ conditions, orderBy }) => ({ conditions: conditions.map(filled), orderBy }));
}

const UP = 'nid asc, time_create asc, guid asc';
const DOWN = 'nid desc, time_create desc, guid desc';

describe('the rows after a place', () => {
  it.each([
    [false, true, '>', 'asc'],
    [false, false, '<', 'desc'],
    [true, true, '<', 'desc'],
    [true, false, '>', 'asc'],
  ])('of an order by what all have, descending %s, forward %s, are one run', (isDescending, isForward, than, way) => {
    const orderBy = `time_create ${way}, guid ${way}`;
    expect(after(byTime(isDescending), isForward, null)).toEqual([{ conditions: [], orderBy }]);
    expect(after(byTime(isDescending), isForward, [5, 'g'])).toEqual([
      {
        conditions: [`time_create ${than}= 5::bigint and (time_create, guid) ${than} (5::bigint, g::text)`],
        orderBy,
      },
    ]);
  });

  it('of an order by what some have not are two runs from its start: those without a value come first, or last', () => {
    const missing = { conditions: ['nid is null'] };
    const valued = { conditions: ['nid is not null'] };
    const [up, down] = [{ orderBy: UP }, { orderBy: DOWN }];
    expect(after(byNid(false), true, null)).toEqual([
      { ...missing, ...up },
      { ...valued, ...up },
    ]);
    expect(after(byNid(false), false, null)).toEqual([
      { ...valued, ...down },
      { ...missing, ...down },
    ]);
  });

  it('with a value are the others with one, and going down those without', () => {
    const conditions = (than: string) => [
      'nid is not null',
      `nid ${than}= 7::bigint and (nid, time_create, guid) ${than} (7::bigint, 5::bigint, g::text)`,
    ];
    expect(after(byNid(false), true, [7, 5, 'g'])).toEqual([{ conditions: conditions('>'), orderBy: UP }]);
    expect(after(byNid(true), true, [7, 5, 'g'])).toEqual([
      { conditions: conditions('<'), orderBy: DOWN },
      { conditions: ['nid is null'], orderBy: DOWN },
    ]);
  });

  it('without a value are the others without, and going up those with one', () => {
    const conditions = (than: string) => [
      'nid is null',
      `time_create ${than}= 5::bigint and (time_create, guid) ${than} (5::bigint, g::text)`,
    ];
    expect(after(byNid(true), true, [null, 5, 'g'])).toEqual([{ conditions: conditions('<'), orderBy: DOWN }]);
    expect(after(byNid(false), true, [null, 5, 'g'])).toEqual([
      { conditions: conditions('>'), orderBy: UP },
      { conditions: ['nid is not null'], orderBy: UP },
    ]);
  });

  it('of an order without columns are none', () => {
    expect(after({ name: 'none', isDescending: false, columns: [] }, true, null)).toEqual([]);
  });
});

describe('the whole order in one go', () => {
  it.each([
    [false, true, 'nid asc nulls first, time_create asc nulls first, guid asc nulls first'],
    [true, false, 'nid asc nulls first, time_create asc nulls first, guid asc nulls first'],
    [true, true, 'nid desc nulls last, time_create desc nulls last, guid desc nulls last'],
    [false, false, 'nid desc nulls last, time_create desc nulls last, guid desc nulls last'],
  ])(
    'descending %s, forward %s, takes what is missing for smaller than all else',
    (isDescending, isForward, expected) => {
      expect(wholeOrder(byNid(isDescending), isForward)).toBe(expected);
    }
  );
});
