import { createDataFrame } from '@grafana/data';
import { COLUMNS, chosenColumns } from './columns';
import { job, jobsFrame } from './jobsFrame.fixture';
import { nextSort, sortOf } from './sortOrder';
import { toJobRows } from './toJobRows';

describe('toJobRows', () => {
  it('reads every property by field name, whatever the order of the fields', () => {
    const frame = jobsFrame([job({ id: 4, cmd: 'check_disks', roles: ['node', 'storage'] })]);
    const reversed = createDataFrame({ ...frame, fields: [...frame.fields].reverse() });
    expect(toJobRows(reversed)).toEqual(toJobRows(frame));
    expect(toJobRows(frame)[0]).toMatchObject({ id: 4, cmd: 'check_disks', roles: ['node', 'storage'], waitMs: 250 });
  });

  it('shows a state it does not know instead of dropping it', () => {
    expect(toJobRows(jobsFrame([job({ state: 'PAUSED', nativeState: null })]))[0]).toMatchObject({
      state: 'PAUSED',
      nativeState: 'PAUSED',
      isFailed: false,
      isEnded: false,
    });
  });

  it('has no rows without a frame', () => {
    expect(toJobRows(undefined)).toEqual([]);
  });
});

describe('columns', () => {
  it('leaves out columns it does not know and keeps the order asked for', () => {
    expect(chosenColumns(['state', 'colour', 'cmd']).map(({ id }) => id)).toEqual(['state', 'cmd']);
  });

  it('filters and sorts the result column by the result', () => {
    expect(COLUMNS.find(({ id }) => id === 'resultPreview')).toMatchObject({ field: 'resultPreview', label: 'Result' });
  });

  it.each([
    ['cmd', '-timeCreate', 'cmd'],
    ['cmd', 'cmd', '-cmd'],
    ['runMs', 'cmd', '-runMs'],
    ['runMs', '-runMs', 'runMs'],
    ['timeStart', '-timeCreate', 'timeStart'],
  ])('sorts by a click on %s after %s by %s', (id, sort, expected) => {
    const columns = chosenColumns(['timeStart', 'cmd', 'runMs']);
    const column = columns.find((candidate) => candidate.id === id);
    expect(column && nextSort(column, sort, columns)).toBe(expected);
  });

  it('shows the order by time create at its own column where there is one', () => {
    const [start, create] = chosenColumns(['timeStart', 'timeCreate']);
    expect(start && create && sortOf(start, '-timeCreate', [start, create])).toBe('none');
    expect(start && sortOf(start, '-timeCreate', [start])).toBe('descending');
  });
});
