import { keptOnNavigation } from './keptOnNavigation';

const search = '?from=now-1h&to=now&var-state=ERROR&var-state=OK&jobs.page=2';

test.each([
  ['takes the time range along', '/d/b', {}, '/d/b?from=now-1h&to=now'],
  [
    'takes variables along when asked, each value',
    '/d/b',
    { withVariables: true },
    '/d/b?from=now-1h&to=now&var-state=ERROR&var-state=OK',
  ],
  [
    'takes only variables when time is not kept',
    '/d/b',
    { withTime: false, withVariables: true },
    '/d/b?var-state=ERROR&var-state=OK',
  ],
  ['adds to a query that is there', '/d/b?x=1', {}, '/d/b?x=1&from=now-1h&to=now'],
  ['leaves pages that are no dashboards alone', '/plugins/a?page=configuration', {}, '/plugins/a?page=configuration'],
])('%s', (_title, url, options, expected) => {
  expect(keptOnNavigation(url, search, options)).toBe(expected);
});
