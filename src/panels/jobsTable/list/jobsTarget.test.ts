import { config } from '@grafana/runtime';
import { findJobsTarget } from './jobsTarget';

const jobs = { refId: 'B', queryType: 'jobs' };

describe('findJobsTarget', () => {
  it.each([
    ['the first jobs query of several', [{ refId: 'A', queryType: 'nodes' }, jobs, { ...jobs, refId: 'C' }], jobs],
    ['no query that is hidden', [{ ...jobs, refId: 'A', hide: true }, jobs], jobs],
    ['one that says that it is not hidden', [{ ...jobs, hide: false }], { ...jobs, hide: false }],
    ['nothing where there is none', [{ refId: 'A', queryType: 'logs' }], undefined],
    ['nothing without queries', undefined, undefined],
  ])('finds %s', (_, targets, found) => {
    expect(findJobsTarget(targets)).toEqual(found);
  });

  it('finds nothing on a page that is shared externally, where Grafana answers the saved query to any question', () => {
    config.publicDashboardAccessToken = 'abc';
    expect(findJobsTarget([jobs])).toBeUndefined();
    config.publicDashboardAccessToken = undefined;
  });
});
