import { jobOrder } from './jobSort';

const names = (sort: string, fixed?: ReadonlySet<'cmd'>): string[] =>
  jobOrder(sort, fixed).columns.map((column) => column.sql);

describe('the order of jobs', () => {
  it('is by the field, then by time and guid, so that it is total', () => {
    expect(jobOrder('-timeStart')).toEqual({
      name: '-timeStart',
      isDescending: true,
      columns: [
        { sql: 'time_start', type: 'bigint', isNullable: true, isRarelyMissing: true },
        { sql: 'time_create', type: 'bigint', isNullable: false },
        { sql: 'guid', type: 'text', isNullable: false },
      ],
    });
  });

  it('is ascending without a minus in front', () => {
    expect(jobOrder('cmd')).toMatchObject({ name: 'cmd', isDescending: false });
    expect(jobOrder('cmd').columns[0]).toMatchObject({ sql: 'cmd', isNullable: false, isRarelyMissing: false });
  });

  it('names no column twice', () => {
    expect(names('timeCreate')).toEqual(['time_create', 'guid']);
  });

  it('is that of the ties where all jobs have the same in the field', () => {
    expect(names('-cmd', new Set(['cmd']))).toEqual(['time_create', 'guid']);
    expect(jobOrder('-cmd', new Set(['cmd']))).toMatchObject({ name: '-cmd', isDescending: true });
  });

  it('knows what a field was called before', () => {
    expect(names('-wait')).toEqual(names('-waitMs'));
  });

  it.each(['nonsense', '-', '', 'roles', 'tags', '--cmd', 'constructor', 'cmd; drop table jobs'])(
    'is refused for "%s", naming what there is',
    (sort) => {
      expect(() => jobOrder(sort)).toThrow(/^BAD_SORT: Expected one of id, state, .*, cmd, .*user, "-" in front/);
      expect(() => jobOrder(sort)).toThrow(`got "${sort}".`);
    }
  );
});
