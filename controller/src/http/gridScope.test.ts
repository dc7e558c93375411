import { ENDPOINTS, type Endpoint, type EndpointName } from '@openvcloud/contract';
import { withinGrid } from './gridScope';

const endpoints = Object.entries<Endpoint>(ENDPOINTS) as Array<[EndpointName, Endpoint]>;
const taking = (name: string): EndpointName[] =>
  endpoints.filter(([, { query }]) => query?.properties[name] !== undefined).map(([of]) => of);

it('adds its own grid to what a caller of one grid asks for, and drops nothing', () => {
  const query = { filter: ['state|=|OK', 'gid|in|1|2'], limit: 5 };
  expect(withinGrid(ENDPOINTS.listJobs, query, 7)).toEqual({
    filter: ['state|=|OK', 'gid|in|1|2', 'gid|=|7'],
    limit: 5,
  });
  expect(query.filter).toHaveLength(2);
});

it('leaves alone what a caller of all grids asks for', () => {
  const query = { filter: ['state|=|OK'] };
  expect(withinGrid(ENDPOINTS.listJobs, query, null)).toBe(query);
});

it('narrows a query without conditions', () => {
  expect(withinGrid(ENDPOINTS.listJobs, {}, 7)).toEqual({ filter: ['gid|=|7'] });
  expect(withinGrid(ENDPOINTS.openStream, {}, 7)).toEqual({ filter: ['gid|=|7'], logFilter: ['gid|=|7'] });
});

it('asks nothing of endpoints that take no conditions', () => {
  expect(withinGrid(ENDPOINTS.getJob, {}, 7)).toEqual({});
  expect(withinGrid(ENDPOINTS.getJob, undefined, 7)).toBeUndefined();
});

it('knows every endpoint that takes conditions: one by another name would show other grids', () => {
  expect(taking('filter').sort()).toEqual(
    [
      'countJobs',
      'countLogs',
      'exportRows',
      'listFailures',
      'listJobLogs',
      'listJobs',
      'listJumpScripts',
      'listLogs',
      'listValues',
      'measureDurations',
      'measureNodes',
      'openStream',
    ].sort()
  );
  expect(taking('logFilter')).toEqual(['openStream']);
});
