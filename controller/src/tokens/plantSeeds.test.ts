import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { readConfig } from '../config';
import { plantSeeds } from './plantSeeds';
import { Tokens } from './tokens';
import { createTestDatabase, type TestDatabase } from '../testing/database';

// A busy machine may be slow; a hang is still found.
jest.setTimeout(60_000);

describe('tokens given from outside', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'openvcloud-seeds-'));
  let test: TestDatabase;
  beforeEach(async () => {
    test = await createTestDatabase();
  });
  afterEach(() => test.drop());
  afterAll(() => rmSync(dataDir, { recursive: true }));

  /** One start; what it warned of. */
  async function start(env: Record<string, string>): Promise<{ tokens: Tokens; warnings: string }> {
    let warnings = '';
    const log = pino({ level: 'warn' }, { write: (line: string) => (warnings += line) });
    const tokens = new Tokens(test.database, 1, Date.now);
    await plantSeeds({ tokens, log, config: readConfig({ DATA_DIR: dataDir, ...env }, '/') });
    return { tokens, warnings };
  }

  it('warn when nobody can manage tokens, and say what to do', async () => {
    const { tokens, warnings } = await start({ VIEWER_TOKEN: 'viewer-secret' });
    expect(warnings).toContain('there is no token with role admin');
    expect(warnings).toContain('Set ADMIN_TOKEN and start again.');
    await tokens.create({ name: 'mine', role: 'admin', nid: null });
    expect((await start({ VIEWER_TOKEN: 'viewer-secret' })).warnings).toBe('');
    expect((await start({})).warnings).toBe('');
  });

  it.each([
    ['the environment', { VIEWER_TOKEN: 'viewer-secret', ADMIN_TOKEN: 'a'.repeat(32) }, 'in VIEWER_TOKEN was revoked'],
    ['tokens.json', {}, 'tokens.json was revoked and stays so. Delete that file'],
  ])('stay revoked, and the log says where they are: in %s', async (_what, env, warning) => {
    const { tokens } = await start(env);
    await tokens.remove('seed-viewer');
    const again = await start(env);
    expect(again.warnings).toContain(warning);
    expect(again.warnings).not.toContain('viewer-secret');
    expect((await again.tokens.list()).map(({ id }) => id)).not.toContain('seed-viewer');
  });
});
