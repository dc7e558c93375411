import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { temporaryFolder } from '../testing/startAgent';
import { isPassing, UnreadableSegments } from './unreadableSegments';

const log = pino({ level: 'silent' });

describe('a segment that cannot be read', () => {
  it('is moved aside, with its spool in its name', async () => {
    const [folder, spool] = [join(temporaryFolder(), 'unreadable'), temporaryFolder()];
    writeFileSync(join(spool, '1.ndjson'), 'evidence');
    expect(await new UnreadableSegments(folder, log).take(spool, 'id', '1.ndjson', new Error('EIO'))).toBe(true);
    expect(readFileSync(join(folder, 'id-1.ndjson'), 'utf8')).toBe('evidence');
    expect(existsSync(join(spool, '1.ndjson'))).toBe(false);
  });

  it('is kept with the newest sixteen', async () => {
    const [folder, spool] = [join(temporaryFolder(), 'unreadable'), temporaryFolder()];
    const names = Array.from({ length: 17 }, (_, n) => `${String(n).padStart(2, '0')}.ndjson`);
    for (const name of names) {
      writeFileSync(join(spool, name), name);
      await new UnreadableSegments(folder, log).take(spool, 'id', name, new Error('EIO'));
    }
    expect(readdirSync(folder).sort()).toEqual(names.slice(1).map((name) => `id-${name}`));
  });

  it('stays where it is when it cannot be moved', async () => {
    const folder = join(temporaryFolder(), 'unreadable');
    mkdirSync(folder);
    expect(await new UnreadableSegments(folder, log).take('/missing', 'id', '1.ndjson', new Error('EIO'))).toBe(false);
  });
});

describe('a fault in reading', () => {
  it.each([
    ['EMFILE', true],
    ['ENFILE', true],
    ['ENOMEM', true],
    ['EAGAIN', true],
    ['EINTR', true],
    ['EIO', false],
    ['ENOENT', false],
  ])('of code %s passes: %s', (code, passes) => {
    expect(isPassing(Object.assign(new Error('x'), { code }))).toBe(passes);
  });
});
