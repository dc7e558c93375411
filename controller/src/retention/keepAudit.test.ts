import { pino } from 'pino';
import { readConfig } from '../config';
import { listAudit, writeAudit } from '../acts/audit';
import { createTestDatabase, type TestDatabase } from '../testing/database';
import { keepRetention } from './keepRetention';

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2025, 2, 10, 12);
const log = pino({ level: 'silent' });

describe('the retention of the audit trail', () => {
  let test: TestDatabase;
  beforeEach(async () => {
    test = await createTestDatabase();
    for (const [gid, time] of [
      [1, NOW - 3 * DAY_MS],
      [1, Date.UTC(2025, 2, 8) - 1],
      [1, Date.UTC(2025, 2, 8)],
      [1, NOW],
      [2, NOW - 3 * DAY_MS],
    ] as const) {
      await writeAudit(test.database, gid, { ...EVENT, time });
    }
  });
  afterEach(() => test.drop());

  const EVENT = {
    user: 'somebody',
    role: 'admin',
    tokenId: null,
    ip: null,
    action: 'job.cancel',
    target: 'a job',
    outcome: 'OK',
    details: {},
    requestId: null,
  } as const;
  const keep = (env: Record<string, string>, now = NOW) => {
    const { retention } = readConfig(env, '/');
    return keepRetention({ database: test.database, gid: 1, retention, now: () => now, log });
  };
  const events = async () => (await listAudit(test.database, null, {}, 100, new AbortController().signal)).items;

  it('keeps everything unless it is told otherwise', async () => {
    await keep({});
    expect(await events()).toHaveLength(5);
  });

  it('drops whole days past their age, of its own grid, and leaves an event that says so', async () => {
    await keep({ RETENTION_AUDIT_DAYS: '2' });
    const [dropped, ...kept] = (await events()).sort((one, other) => other.id - one.id);
    expect(dropped).toMatchObject({
      user: 'controller',
      action: 'retention.drop',
      target: 'audit_events',
      details: { reason: 'age', before: Date.UTC(2025, 2, 8), events: 2 },
    });
    expect(kept.map(({ time }) => time).sort()).toEqual([NOW - 3 * DAY_MS, Date.UTC(2025, 2, 8), NOW]);
  });

  it('does so once a day, also when several controllers try', async () => {
    await Promise.all([1, 2, 3].map(() => keep({ RETENTION_AUDIT_DAYS: '2' })));
    await keep({ RETENTION_AUDIT_DAYS: '2' }, NOW + 60_000);
    expect((await events()).filter(({ action }) => action === 'retention.drop')).toHaveLength(1);
  });
});
