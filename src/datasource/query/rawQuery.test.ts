import { EXAMPLES } from './examples';
import { QUERY_TYPES, type JobsQuery } from './query';
import { readRawQuery, writeRawQuery } from './rawQuery';

const query = (changes: Partial<JobsQuery>): JobsQuery => ({ refId: 'A', version: 2, queryType: 'jobs', ...changes });
const read = (text: string, before = query({})) => readRawQuery(text, before);

const QUERIES: JobsQuery[] = [
  ...EXAMPLES.map(({ query: example }) => query(example)),
  query({}),
  query({
    filters: [
      { field: 'cmd', operator: 'in', values: ['a|b', 'c\\d', '$cmd', 'x=y', ''] },
      { field: 'runMs', operator: 'range', values: ['5000', ''] },
    ],
    search: ' 71 % of\ndisk = full ',
    timeField: 'timeStop',
    ignoreTimeRange: true,
    sort: '-runMs',
    limit: 25,
  }),
  query({ queryType: 'jobCounts', groupBy: ['cmd', 'state'], format: 'number' }),
  query({ queryType: 'logs', guid: '${guid}', direction: 'forward', search: '%0A%25' }),
  query({ queryType: 'jumpscript', jumpscriptId: 'acme:disk', jumpscriptVersion: '${version}' }),
  query({ queryType: 'logs', guid: 'g1', startSeq: '12', around: true }),
  query({ queryType: 'logs', startTime: 1000 }),
  query({ queryType: 'nodeStats', stats: ['cpu'], figures: ['max'] }),
  // What has no word stays.
  query({ requires: '$guid', hide: true, datasource: { uid: 'x' } }),
];

describe('a query in the words of the API', () => {
  it('reads as one would ask the API', () => {
    const filters = [{ field: 'state', operator: 'in' as const, values: ['ERROR', 'TIMEOUT'] }];
    expect(writeRawQuery(query({ filters, search: 'disk', sort: '-runMs' }))).toBe(
      'jobs\nfilter=state|in|ERROR|TIMEOUT\nq=disk\nsort=-runMs'
    );
  });

  it.each(QUERIES)('comes back as it was: %j', (saved) => {
    expect(read(writeRawQuery(saved), saved)).toEqual({ query: saved });
  });

  it('may be written with blanks and empty lines', () => {
    expect(read(' logs \n\n q = disk \n')).toEqual({ query: query({ queryType: 'logs', search: 'disk' }) });
  });

  it('leaves out what is no longer written', () => {
    expect(read('jobs', query({ search: 'x', limit: 5, filters: [] }))).toEqual({ query: query({}) });
  });

  it.each([
    ['tasks', 1, 'Expected a query type (jobs, '],
    ['', 1, 'got ""'],
    ['jobs\nstate=OK', 2, 'Expected name=value with a name of guid, '],
    ['jobs\n\nfilter', 3, 'got "filter"'],
    ['jobs\nfilter=state', 2, 'Expected field|operator|value, got "state".'],
    ['jobs\nfilter=stat|=|OK', 2, '"stat" is not a field here'],
    ['jobs\nfilter=state|like|OK', 2, '"like" does not work here'],
    ['jobs\nfilter=runMs|range|soon|', 2, 'got "soon, "'],
    ['nodes\nfilter=nid|=|1', 2, 'A query for nodes takes no filter.'],
    ['logs\nstartTime=now', 2, 'Expected a number, got "now".'],
    ['jobs\nlimit=many', 2, 'Expected a number of rows, got "many".'],
    ['jobs\nignoreTimeRange=yes', 2, 'Expected true or false, got "yes".'],
  ])('that says %j is refused with the line', (text, line, fault) => {
    expect(read(text)).toEqual({ faults: [{ line, text: expect.stringContaining(fault) }] });
  });
});

describe('examples', () => {
  it('are there for every query type', () => {
    expect(new Set(EXAMPLES.map(({ query: { queryType } }) => queryType))).toEqual(new Set(QUERY_TYPES));
  });

  it('say in words what they ask, each its own', () => {
    expect(new Set(EXAMPLES.map(({ asks }) => asks)).size).toBe(EXAMPLES.length);
    EXAMPLES.forEach(({ asks }) => expect(asks).toMatch(/^[A-Z].{10,}/));
  });
});
