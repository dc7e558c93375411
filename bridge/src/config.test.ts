import { readConfig } from './config';

const GIVEN = {
  CONTROLLER_URL: 'http://127.0.0.1:4400/',
  BRIDGE_TOKEN: 'token-of-the-bridge',
  SOURCE_KIND: 'ac8',
  REDIS_URL: 'rediss://10.0.0.1:6380/2',
  REDIS_PASSWORD: 'password-of-redis',
};

it('reads where from, where to, and with what', () => {
  expect(readConfig(GIVEN)).toMatchObject({
    controllerUrl: 'http://127.0.0.1:4400',
    periodMs: 15_000,
    source: { kind: 'ac8', host: '10.0.0.1', port: 6380, database: 2, password: 'password-of-redis', tls: {} },
  });
});

it('reads the portal of an AC1', () => {
  const portal = {
    SOURCE_KIND: 'ac1',
    PORTAL_URL: 'https://portal/',
    PORTAL_USER: 'admin',
    PORTAL_PASSWORD: 'of-the-portal',
  };
  const source = { kind: 'ac1', url: 'https://portal', user: 'admin', password: 'of-the-portal' };
  expect(readConfig({ ...GIVEN, ...portal })).toMatchObject({ source });
  expect(() => readConfig({ ...GIVEN, ...portal, PORTAL_PASSWORD: '' })).toThrow(/^PORTAL_USER, PORTAL_PASSWORD/);
});

it.each([
  ['CONTROLLER_URL', 'ftp://x', /^CONTROLLER_URL: expected an address/],
  ['CONTROLLER_URL', 'http://me:hidden@x', /^CONTROLLER_URL: expected no user and password/],
  ['BRIDGE_TOKEN', '', /^BRIDGE_TOKEN: expected a token of role bridge/],
  ['SOURCE_KIND', 'ac3', /^SOURCE_KIND: expected ac1, ac2 or ac8, got "ac3"/],
  ['REDIS_URL', 'redis://:hidden@x', /^REDIS_URL: expected no user and password/],
  ['REDIS_URL', 'redis://x/one', /^REDIS_URL: expected the number/],
  ['PERIOD_SECONDS', '0', /^PERIOD_SECONDS: expected 1 to 3600/],
  ['LOG_LEVEL', 'loud', /^LOG_LEVEL: expected one of/],
  ['REDIS_CA_FILE', '/nowhere', /^REDIS_CA_FILE: cannot read/],
])('refuses a wrong %s in words, and repeats no secret', (key, value, message) => {
  const read = () => readConfig({ ...GIVEN, [key]: value });
  expect(read).toThrow(message);
  expect(read).not.toThrow(/hidden|token-of-the-bridge|password-of-redis/);
});
