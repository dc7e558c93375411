import { Headers } from 'undici';
import { CookieJar } from './cookieJar';

const NOW = Date.parse('2018-08-03T10:00:00Z');

function jarOf(...answers: string[][]): CookieJar {
  const jar = new CookieJar();
  for (const set of answers) {
    jar.keep(new Headers(set.map((one): [string, string] => ['set-cookie', one])), NOW);
  }
  return jar;
}

describe('cookies of the portal', () => {
  it.each([
    ['none', [[]], {}],
    ['its session', [['beaker.session.id=ab%20=; httponly; Path=/']], { cookie: 'beaker.session.id=ab%20=' }],
    ['all of them, each as it was set last', [['a=1', 'b=2'], ['a=3; Secure']], { cookie: 'a=3; b=2' }],
    ['not what it ended', [['a=1', 'b=2'], ['a=; expires=Thu, 01-Jan-1970 00:00:00 GMT'], ['b=2; Max-Age=0']], {}],
    ['what ends later', [['a=1; expires=Fri, 03 Aug 2018 10:00:01 GMT'], ['b=2; Max-Age=60']], { cookie: 'a=1; b=2' }],
  ])('are sent back: %s', (_title, answers, headers) => {
    expect(jarOf(...answers).headers()).toEqual(headers);
  });

  it('are forgotten before a new login', () => {
    const jar = jarOf(['a=1']);
    jar.clear();
    expect(jar.headers()).toEqual({});
  });
});
