import { ENDPOINTS, type AuditList, type Endpoint } from '@openvcloud/contract';
import { startTestApp, type TestApp } from '../testing/app';
import { ACTIONS } from './refusedActs';

// A busy machine may be slow; a hang is still found.
jest.setTimeout(60_000);

describe('requests that are not let in', () => {
  let test: TestApp;
  let now = 1_000_000;
  beforeAll(async () => {
    test = await startTestApp({ now: () => now, failedAuthenticationsPerMinute: 3 });
  });
  afterAll(() => test.close());

  it('have a name in the audit trail for every endpoint that changes something', () => {
    const changing = Object.entries<Endpoint>(ENDPOINTS)
      .filter(([, { method, roles }]) => method !== 'GET' && !roles.includes('agent'))
      .map(([name]) => name);
    expect(Object.keys(ACTIONS).sort()).toEqual(changing.sort());
  });

  it('leave an event of the audit trail when a role may not act, and none when it may not read', async () => {
    const agent = await test.agentToken(1);
    await test.call({ url: '/api/v1/jobs/some-guid/cancel', method: 'POST', token: test.tokens.viewer });
    await test.call({ url: '/api/v1/jobs?olderThan=5', method: 'DELETE', token: agent });
    await test.call({ url: '/api/v1/jobs', token: agent });
    expect((await audit()).items).toMatchObject([
      { user: 'agent', role: 'agent', action: 'job.purge', target: '/api/v1/jobs', outcome: 'FORBIDDEN' },
      {
        user: 'viewer',
        role: 'viewer',
        action: 'job.cancel',
        target: '/api/v1/jobs/some-guid/cancel',
        outcome: 'FORBIDDEN',
        ip: '127.0.0.1',
        details: { detail: expect.stringContaining('Expected a token with role operator or admin, got role viewer') },
      },
    ]);
  });

  it('cannot fill the audit trail: past twenty a minute and token they are only counted, and the last event says so', async () => {
    now += 60_000;
    const before = (await audit()).total.value;
    const refused = await readFailures('role');
    for (let attempt = 0; attempt < 25; attempt++) {
      const { status } = await test.call({ url: '/api/v1/tokens/x', method: 'DELETE', token: test.tokens.operator });
      expect(status).toBe(403);
    }
    const { items, total } = await audit();
    expect(total.value - before).toBe(20);
    expect(items[0]?.details).toMatchObject({ more: expect.stringContaining('openvcloud_auth_failures_total') });
    expect(items[1]?.details).not.toHaveProperty('more');
    expect((await readFailures('role')) - refused).toBe(25);
    now += 60_000;
    await test.call({ url: '/api/v1/tokens/x', method: 'DELETE', token: test.tokens.operator });
    expect((await audit()).total.value - before).toBe(21);
  });

  it('are counted by reason', async () => {
    now += 60_000;
    const reasons = ['missing', 'malformed', 'unknown', 'too_many', 'role', 'certificate'];
    const before = await Promise.all(reasons.map(readFailures));
    await test.call({ url: '/api/v1/nodes' });
    await test.call({ url: '/api/v1/nodes', headers: { authorization: 'Basic eDp5' } });
    for (let attempt = 0; attempt < 5; attempt++) {
      await test.call({ url: '/api/v1/nodes', token: 'wrong' });
    }
    await test.call({ url: '/api/v1/tokens', token: test.tokens.viewer });
    await test.call({ url: '/api/v1/nodes', token: test.tokens.viewer });
    const after = await Promise.all(reasons.map(readFailures));
    expect(after.map((count, index) => count - (before[index] ?? 0))).toEqual([1, 1, 3, 2, 1, 0]);
  });

  async function audit(): Promise<AuditList> {
    return (await test.call({ url: '/api/v1/audit', token: test.tokens.admin })).body as AuditList;
  }

  async function readFailures(reason: string): Promise<number> {
    const { text } = await test.call({ url: '/metrics' });
    const [, count] =
      new RegExp(`^openvcloud_auth_failures_total\\{reason="${reason}"\\} (\\d+)$`, 'm').exec(text) ?? [];
    return Number(count);
  }
});
