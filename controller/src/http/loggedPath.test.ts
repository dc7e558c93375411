import { loggedPath } from './loggedPath';

describe('the path that may be written down', () => {
  it.each([
    ['/api/v1/jobs?q=secret&access_token=secret', '/api/v1/jobs'],
    [`/api/v1/tokens/0123456789abcdef.${'s'.repeat(43)}`, '/api/v1/tokens/0123456789abcdef.***'],
    [`/api/v1/tokens/seed-admin%2E${'s'.repeat(43)}/more`, '/api/v1/tokens/seed-admin%2E***/more'],
    ['/api/v1/jumpscripts/disks:monitor.smart', '/api/v1/jumpscripts/disks:monitor.smart'],
  ])('of %s is %s', (url, path) => {
    expect(loggedPath(url)).toBe(path);
  });
});
