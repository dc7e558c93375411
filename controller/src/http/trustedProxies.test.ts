import type { AuditList } from '@openvcloud/contract';
import { readConfig } from '../config';
import { startTestApp, type TestApp } from '../testing/app';

const PROXY = '10.1.2.3';

describe('the address that a request comes from', () => {
  let direct: TestApp;
  let behind: TestApp;
  beforeAll(async () => {
    direct = await startTestApp({ failedAuthenticationsPerMinute: 2 });
    const env = { TRUST_PROXY: '192.0.2.1, 10.0.0.0/8, fd00::/8' };
    behind = await startTestApp({ env, database: direct.database, failedAuthenticationsPerMinute: 2 });
  });
  afterAll(async () => {
    await behind.close();
    await direct.close();
  });

  const request = (test: TestApp, remoteAddress: string, forwardedFor: string | undefined, token: string) =>
    test.call({
      method: 'DELETE',
      url: '/api/v1/tokens/none',
      token,
      remoteAddress,
      headers: forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor },
    });
  const audited = async () => {
    const { body } = await direct.call({ url: '/api/v1/audit?limit=1', token: direct.tokens.admin });
    return (body as AuditList).items[0]?.ip;
  };

  it.each([
    ['the peer of the connection', PROXY, undefined, PROXY],
    ['the client that a trusted proxy names', PROXY, '203.0.113.7', '203.0.113.7'],
    ['the client that a trusted proxy names, by IPv6', 'fd00::1', '2001:db8::7', '2001:db8::7'],
    [
      'the last one that no trusted proxy is, whatever the client claims',
      PROXY,
      '1.1.1.1, 203.0.113.7, 192.0.2.1',
      '203.0.113.7',
    ],
    ['the peer, when it is no trusted proxy', '203.0.113.9', '1.1.1.1', '203.0.113.9'],
    ['the proxy, when it names no address', PROXY, 'unknown', PROXY],
  ])('is %s', async (_, peer, forwardedFor, expected) => {
    await request(behind, peer, forwardedFor, behind.tokens.viewer);
    expect(await audited()).toBe(expected);
  });

  it('is the peer when no proxy is trusted', async () => {
    await request(direct, PROXY, '203.0.113.7', direct.tokens.viewer);
    expect(await audited()).toBe(PROXY);
  });

  it('is what waits after too many wrong tokens: a guesser does not stop others behind the same proxy', async () => {
    const guess = async (client: string) => (await request(behind, PROXY, client, 'wrong-token')).status;
    expect([await guess('203.0.113.20'), await guess('203.0.113.20'), await guess('203.0.113.20')]).toEqual([
      401, 401, 429,
    ]);
    expect(await guess('203.0.113.21')).toBe(401);
  });
});

describe('TRUST_PROXY', () => {
  it('is a list of addresses and networks; none by default', () => {
    expect(readConfig({}, '/').trustedProxies).toEqual([]);
    const text = ' 10.0.0.1 ,192.168.0.0/16, ::1,fd00::/8,';
    expect(readConfig({ TRUST_PROXY: text }, '/').trustedProxies).toEqual([
      '10.0.0.1',
      '192.168.0.0/16',
      '::1',
      'fd00::/8',
    ]);
  });

  it.each([
    'true',
    '*',
    'proxy.example',
    '10.0.0.300',
    '10.0.0.0/33',
    '10.0.0.0/',
    '::1/129',
    '10.0.0.1 10.0.0.2',
    '0.0.0.0/0',
    '::/0',
  ])('refuses %s, and says what it takes', (value) => {
    expect(() => readConfig({ TRUST_PROXY: `10.0.0.1,${value}` }, '/')).toThrow(
      /^TRUST_PROXY: expected .*, got ".*"\. Correct or unset TRUST_PROXY\.$/
    );
  });
});
