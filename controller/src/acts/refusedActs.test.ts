import { ENDPOINTS, type AuditAction, type AuditList, type Endpoint } from '@openvcloud/contract';
import type { InjectOptions } from 'fastify';
import { startTestApp, type TestApp } from '../testing/app';
import { ACTIONS } from './refusedActs';

const JSON_TYPE = { 'content-type': 'application/json' };

describe('requests that are not let in', () => {
  let test: TestApp;
  let now = 1_000_000;
  beforeAll(async () => {
    test = await startTestApp({ now: () => now, failedAuthenticationsPerMinute: 3 });
  });
  afterAll(() => test.close());

  it('have a name in the audit trail for every endpoint by which people change something', () => {
    const changing = Object.entries<Endpoint>(ENDPOINTS)
      .filter(([, { method, roles }]) => method !== 'GET' && roles.includes('admin'))
      .map(([name]) => name);
    expect(Object.keys(ACTIONS).sort()).toEqual(changing.sort());
  });

  it('leave an event of the audit trail when a role may not act, and none when it may not read', async () => {
    const agent = await test.agentToken(1);
    await test.call({
      url: '/api/v1/jobs/01a21e5e-4a47-788a-9a3d-4d3fe6b92b21/cancel',
      method: 'POST',
      token: test.tokens.viewer,
    });
    await test.call({ url: '/api/v1/jobs?olderThan=5', method: 'DELETE', token: agent });
    await test.call({ url: '/api/v1/jobs', token: agent });
    expect((await audit()).items).toMatchObject([
      { user: 'agent', role: 'agent', action: 'job.purge', target: '/api/v1/jobs', outcome: 'FORBIDDEN' },
      {
        user: 'viewer',
        role: 'viewer',
        action: 'job.cancel',
        target: '/api/v1/jobs/01a21e5e-4a47-788a-9a3d-4d3fe6b92b21/cancel',
        outcome: 'FORBIDDEN',
        ip: '127.0.0.1',
        details: { detail: expect.stringContaining('Expected a token with role operator or admin, got role viewer') },
      },
    ]);
  });

  it.each<[string, InjectOptions, AuditAction, string]>([
    [
      'a body that is not what the endpoint takes',
      { payload: { organization: 5, name: 'x' } },
      'job.execute',
      'BAD_BODY',
    ],
    ['a body that is no JSON', { payload: '{"organization":', headers: JSON_TYPE }, 'job.execute', 'UNREADABLE_BODY'],
    ['no body', {}, 'job.execute', 'BAD_BODY'],
    [
      'a body of another type',
      { payload: 'x', headers: { 'content-type': 'text/plain' } },
      'job.execute',
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    ['a body that is too large', { payload: { x: 'x'.repeat(2 ** 21) } }, 'job.execute', 'TOO_LARGE'],
    [
      'a key that is none',
      { payload: { organization: 'o', name: 'x', nid: 1 }, headers: { 'idempotency-key': '' } },
      'job.execute',
      'BAD_PARAMETER',
    ],
    [
      'a parameter that is none',
      { method: 'DELETE', url: '/api/v1/jobs?olderThan=secret' },
      'job.purge',
      'BAD_PARAMETER',
    ],
    ['a batch that is not there', { url: '/api/v1/batches/none/cancel' }, 'batch.cancel', 'UNKNOWN_BATCH'],
    ['a guid that is none', { url: '/api/v1/jobs/%00/cancel' }, 'job.cancel', 'BAD_PARAMETER'],
  ])('leave an event when an operator asks for an act with %s', async (_, request, action, outcome) => {
    now += 60_000;
    const before = (await audit()).total.value;
    const { status } = await test.call({
      method: 'POST',
      url: '/api/v1/jobs',
      token: test.tokens.operator,
      ...request,
    });
    expect(status).toBeGreaterThanOrEqual(400);
    const { items, total } = await audit();
    expect(total.value - before).toBe(1);
    expect(items[0]).toMatchObject({ user: 'operator', role: 'operator', action, outcome, ip: '127.0.0.1' });
    expect(JSON.stringify(items[0])).not.toContain('secret');
  });

  it('leave at most twenty a minute and token, also for what was sent', async () => {
    now += 60_000;
    const before = (await audit()).total.value;
    for (let attempt = 0; attempt < 25; attempt++) {
      await test.call({ method: 'POST', url: '/api/v1/jobs', token: test.tokens.operator, payload: { attempt } });
    }
    expect((await audit()).total.value - before).toBe(20);
  });

  it('leave none when somebody reads with a parameter that is none', async () => {
    const before = (await audit()).total.value;
    await test.call({ url: '/api/v1/jobs?limit=none', token: test.tokens.operator });
    expect((await audit()).total.value).toBe(before);
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
