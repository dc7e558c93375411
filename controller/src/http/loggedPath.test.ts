import { loggedPath } from './loggedPath';

const SECRET = 's'.repeat(43);

describe('the path that may be written down', () => {
  it.each([
    ['/api/v1/jobs', {}, '/api/v1/jobs?q=secret&access_token=secret', '/api/v1/jobs'],
    ['/api/v1/tokens/:id', { id: SECRET }, '', '/api/v1/tokens/***'],
    ['/api/v1/tokens/:id', { id: `seed-admin.${SECRET}` }, '', '/api/v1/tokens/seed-admin.***'],
    ['/api/v1/jobs/:guid/cancel', { guid: SECRET }, '', '/api/v1/jobs/***/cancel'],
    ['/api/v1/jumpscripts/:id', { id: 'disks:monitor.smart' }, '', '/api/v1/jumpscripts/disks:monitor.smart'],
  ])('of %s with %j is without secrets', (route, params, url, path) => {
    expect(loggedPath({ routeOptions: { url: route }, params, url })).toBe(path);
  });

  it.each([
    [`/${SECRET}`, '/***'],
    [`/api/v2/tokens/${SECRET}/?a=b`, '/api/***/tokens/***/'],
    ['/../../etc/passwd', '/***/***/***/***'],
    ['/a'.repeat(500), '/***'.repeat(9)],
  ])('of %s, which no endpoint has, holds the words of those there are', (url, path) => {
    expect(loggedPath({ routeOptions: {}, params: {}, url })).toBe(path);
  });
});
