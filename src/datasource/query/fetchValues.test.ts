import { dateTime } from '@grafana/data';
import { fetchValues } from './fetchValues';

const RANGE = { from: dateTime(1000), to: dateTime(2000), raw: { from: 'now-1h', to: 'now' } };
const ASKED = { of: 'jobs' as const, field: 'cmd', search: '', filters: [] };

function setup(answer: unknown = { values: [] }) {
  const getResource = jest.fn().mockResolvedValue(answer);
  return {
    getResource,
    fetch: (changes: Partial<Parameters<typeof fetchValues>[1]> = {}) =>
      fetchValues(getResource, { ...ASKED, ...changes }),
  };
}

describe('fetchValues', () => {
  it('asks for all values of a field over all time, at most 200', async () => {
    const { fetch, getResource } = setup();
    await fetch();
    expect(getResource).toHaveBeenCalledWith('values/cmd', { of: 'jobs', limit: 200 });
  });

  it('asks with what is searched, the other filters and the time range', async () => {
    const { fetch, getResource } = setup();
    await fetch({
      of: 'logs',
      search: 'ec',
      range: RANGE,
      filters: [
        { field: 'nid', operator: 'in', values: ['1', '2'] },
        { field: 'appName', operator: '=', values: ['a|b'] },
      ],
    });
    expect(getResource).toHaveBeenCalledWith('values/cmd', {
      of: 'logs',
      limit: 200,
      q: 'ec',
      filter: ['nid|in|1|2', 'appName|=|a\\|b'],
      from: 1000,
      to: 2000,
    });
  });

  it.each([
    ['jobs', 'guid'],
    ['jobs', 'errorMessage'],
    ['logs', 'state'],
    ['logs', 'message'],
    ['jumpscripts', 'descr'],
    ['jobs', 'colour'],
  ] as const)('asks nothing of %s for %s, which cannot be completed', async (of, field) => {
    const { fetch, getResource } = setup();
    await expect(fetch({ of, field })).resolves.toEqual([]);
    expect(getResource).not.toHaveBeenCalled();
  });

  it.each([
    ['jobs', 'state'],
    ['logs', 'level'],
    ['jumpscripts', 'name'],
  ] as const)('asks %s for %s', async (of, field) => {
    const { fetch, getResource } = setup({ values: [{ value: 'x', count: 3 }] });
    await expect(fetch({ of, field })).resolves.toEqual([{ value: 'x', count: 3 }]);
    expect(getResource).toHaveBeenCalledTimes(1);
  });

  it('leaves out what is no value with a count', async () => {
    const { fetch } = setup({
      values: [{ value: 'a', count: 1 }, null, 'b', { value: 3, count: 1 }, { value: 'c' }, { count: 1 }],
    });
    await expect(fetch()).resolves.toEqual([{ value: 'a', count: 1 }]);
  });

  it.each([null, 'text', {}, { values: 'x' }, undefined])('says of %j what it expected', async (answer) => {
    const getResource = jest.fn().mockResolvedValue(answer);
    await expect(fetchValues(getResource, ASKED)).rejects.toThrow(
      'Expected a list of values from the data source; check its version against the app.'
    );
  });
});
