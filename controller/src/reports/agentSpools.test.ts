import { pino } from 'pino';
import { keepRetention } from '../retention/keepRetention';
import { plantScripts, startAgent } from '../testing/agent';
import { startTestApp, type TestApp } from '../testing/app';

jest.setTimeout(60_000);

const DAY_MS = 86_400_000;
const NONE = { days: null, bytes: null };

describe('what is known of spools', () => {
  let test: TestApp;
  let now = Date.UTC(2026, 10, 22);
  beforeAll(async () => {
    test = await startTestApp({ now: () => now });
    await plantScripts(test, { 'o/echo': 'def action(): pass\n' });
  });
  afterAll(() => test.close());

  const retain = () =>
    keepRetention({
      database: test.database.database,
      gid: 1,
      retention: { jobs: NONE, logs: NONE, stats: NONE, sampleDays: null, auditDays: null },
      now: () => now,
      log: pino({ level: 'silent' }),
    });
  const spools = async () => {
    const rows = await test.database.database.query<{ spool_id: string }>({
      text: 'select spool_id from agent_spools order by 1',
      values: [],
    });
    return rows.map((row) => row.spool_id);
  };

  it('is kept for 400 days after their last report, and forgotten then', async () => {
    const agent = await startAgent(test, 1);
    const report = (spoolId: string, seq: number) =>
      agent.send(spoolId, [{ seq, kind: 'stats', stats: [{ time: now, name: 'load1', value: seq }] }]);
    await report('spool-a-quiet-one', 1);
    await report('spool-b-heard-of', 1);
    now += 200 * DAY_MS;
    await report('spool-b-heard-of', 2);
    now += 200 * DAY_MS - 1;
    await retain();
    expect(await spools()).toEqual(['spool-a-quiet-one', 'spool-b-heard-of']);
    expect(await report('spool-b-heard-of', 2)).toEqual({ acknowledged: 2, refused: [] });
    now += 1;
    await retain();
    expect(await spools()).toEqual(['spool-b-heard-of']);
    // Sent again it counts as new: which is why the time is long.
    expect(await report('spool-a-quiet-one', 1)).toEqual({ acknowledged: 1, refused: [] });
    expect(await spools()).toHaveLength(2);
  });
});
