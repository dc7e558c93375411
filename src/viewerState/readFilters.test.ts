import { JOB_FIELDS, type Condition } from '@openvcloud/contract/src/filter';
import { fieldOf, readFilters, replaceFilter, writeFilters } from './readFilters';

const STATE: Condition = { field: 'state', operator: '=', values: ['OK'] };
const CMD: Condition = { field: 'cmd', operator: 'contains', values: ['disk'] };
const read = (...texts: string[]) => readFilters(texts, JOB_FIELDS);

describe('the filters of an address', () => {
  it('are those that a filter cell can show, and the others as they are', () => {
    expect(read('state|=|OK', 'colour|=|red', 'cmd|contains|disk')).toEqual({
      filters: [STATE, CMD],
      unreadable: ['colour|=|red'],
    });
    expect(readFilters(undefined, JOB_FIELDS)).toEqual({ filters: [], unreadable: [] });
  });

  it('are asked for all of them', () => {
    expect(writeFilters(read('colour|=|red', 'state|=|OK'))).toEqual(['state|=|OK', 'colour|=|red']);
  });

  it('have one condition on a field, which takes the place of all that were on it', () => {
    const filters = read('state|=|OK', 'cmd|contains|disk', 'cmd|near|x', 'colour|=|red');
    expect(replaceFilter(filters, 'cmd', { ...CMD, values: ['ram'] })).toEqual([
      'state|=|OK',
      'cmd|contains|ram',
      'colour|=|red',
    ]);
    expect(replaceFilter(filters, 'colour', undefined)).toEqual(['state|=|OK', 'cmd|contains|disk', 'cmd|near|x']);
  });

  it('are on the field before the first separator, also where there is none', () => {
    expect([fieldOf('state|=|OK'), fieldOf('colour'), fieldOf('')]).toEqual(['state', 'colour', '']);
  });
});
