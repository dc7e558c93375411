import { JOB_FIELDS } from '@openvcloud/contract/src/filter';
import { chosenColumns, COLUMNS, unknownColumns } from './columns';
import { DEFAULT_COLUMNS } from '../options';

describe('columns', () => {
  it('are chosen by name, in the order asked for; what there is not is said', () => {
    expect(chosenColumns(['state', 'colour', 'cmd']).map(({ id }) => id)).toEqual(['state', 'cmd']);
    expect(unknownColumns(['state', 'colour', 'toString'])).toEqual([
      'There is no column “colour”: choose others in the options of this panel.',
      'There is no column “toString”: choose others in the options of this panel.',
    ]);
    expect(unknownColumns(DEFAULT_COLUMNS)).toEqual([]);
  });

  it('of the default are all known', () => {
    expect(chosenColumns(DEFAULT_COLUMNS).map(({ id }) => id)).toEqual(DEFAULT_COLUMNS);
  });

  it('are filtered and sorted by the field of their name, under its label', () => {
    for (const { id, field, spec } of COLUMNS.filter((column) => column.field !== undefined)) {
      expect(field).toBe(id);
      expect(spec).toBe(JOB_FIELDS[field as keyof typeof JOB_FIELDS]);
    }
    expect(COLUMNS.find(({ id }) => id === 'queue')?.label).toBe(JOB_FIELDS.queue.label);
  });

  it('that no field stands behind have a label of their own, and are neither filtered nor sorted', () => {
    const bare = COLUMNS.filter(({ field }) => field === undefined);
    expect(bare.map(({ label, spec }) => [label, spec])).toEqual([
      ['Log lines', undefined],
      ['Log lines left out', undefined],
      ['Not known', undefined],
      ['Notes', undefined],
    ]);
  });

  it('are there for every field that a job can be filtered by, but its arguments', () => {
    const missing = Object.keys(JOB_FIELDS).filter((name) => COLUMNS.every(({ id }) => id !== name));
    expect(missing).toEqual(['args']);
  });
});
