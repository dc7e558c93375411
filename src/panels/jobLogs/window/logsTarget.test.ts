import { config } from '@grafana/runtime';
import { findLogsTarget } from './logsTarget';

const logs = { refId: 'B', queryType: 'logs' };

describe('findLogsTarget', () => {
  it.each([
    ['the first logs query of several', [{ refId: 'A', queryType: 'nodes' }, logs, { ...logs, refId: 'C' }], logs],
    ['no query that is hidden', [{ ...logs, refId: 'A', hide: true }, logs], logs],
    ['one that says that it is not hidden', [{ ...logs, hide: false }], { ...logs, hide: false }],
    ['nothing where there is none', [{ refId: 'A', queryType: 'jobs' }], undefined],
    ['nothing without queries', undefined, undefined],
  ])('finds %s', (_, targets, found) => {
    expect(findLogsTarget(targets)).toEqual(found);
  });

  it('finds nothing on a page that is shared externally, where Grafana answers the saved query to any question', () => {
    config.publicDashboardAccessToken = 'abc';
    expect(findLogsTarget([logs])).toBeUndefined();
    config.publicDashboardAccessToken = undefined;
  });
});
