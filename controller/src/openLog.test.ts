import { ApiError } from './errors/errors';
import { openLog } from './openLog';
import { createTestDatabase } from './testing/database';

describe('the log', () => {
  it('does not quote the rows that PostgreSQL quotes in its errors', async () => {
    const test = await createTestDatabase();
    const text = `insert into tokens (gid, id, name, role, nid, salt, hash, created_at) values (1, 'x', null, 'secret-of-a-row', 1, '', '', 1)`;
    const fault: unknown = await test.database.query({ text, values: [] }).catch((error: unknown) => error);
    await test.drop();
    expect(fault).toMatchObject({ detail: expect.stringContaining('secret-of-a-row') });
    const lines: string[] = [];
    const log = openLog({ logLevel: 'trace', gid: 1 }, { write: (line) => lines.push(line) });
    log.error({ err: fault }, 'failed');
    log.error({ err: new ApiError('INTERNAL', 'Expected to answer.', { cause: fault }) }, 'failed');
    expect(lines).toHaveLength(2);
    expect(lines.join()).toContain('violates not-null constraint');
    expect(lines.join()).not.toContain('secret-of-a-row');
  });
});
