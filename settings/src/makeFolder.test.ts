import { existsSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, folderFault, makeNamedFolder } from './index';

describe('the folder of a setting', () => {
  const root = mkdtempSync(join(tmpdir(), 'openvcloud-folder-'));
  afterAll(() => rmSync(root, { recursive: true }));

  it('is made with those above it, for its owner only, and may be there', () => {
    const folder = join(root, 'a', 'b', 'c');
    makeNamedFolder('DATA_DIR', folder);
    makeNamedFolder('DATA_DIR', folder);
    expect(statSync(join(root, 'a')).mode & 0o777).toBe(0o700);
    expect(existsSync(folder)).toBe(true);
    symlinkSync(folder, join(root, 'link'));
    makeNamedFolder('DATA_DIR', join(root, 'link', 'd'));
    expect(existsSync(join(folder, 'd'))).toBe(true);
  });

  it.each([
    ['a file', () => join(root, 'file'), 'a file is in the way (ENOTDIR)'],
    ['a folder below a file', () => join(root, 'file', 'x', 'y'), 'a file is in the way (ENOTDIR)'],
    // As root it cannot be made, as another user it may not.
    ['a place where none can be made', () => '/proc/nope/deeper', ''],
    ['a link to itself', () => join(root, 'loop', 'x'), 'its links lead nowhere (ELOOP)'],
    ['a name without end', () => join(root, 'x'.repeat(300)), 'its name is too long (ENAMETOOLONG)'],
  ])('is refused by its key, and at once: %s', (_what, folder, fault) => {
    writeFileSync(join(root, 'file'), '');
    rmSync(join(root, 'loop'), { force: true });
    symlinkSync(join(root, 'loop'), join(root, 'loop'));
    const make = (): void => makeNamedFolder('DATA_DIR', folder());
    expect(make).toThrow(ConfigError);
    expect(make).toThrow(`DATA_DIR: expected a folder that can be made and written, got "${folder()}": ${fault}`);
  });

  it('is no wrong setting when its disk is full', () => {
    const full = folderFault('DATA_DIR', '/data', Object.assign(new Error('no space left'), { code: 'ENOSPC' }));
    expect(full).not.toBeInstanceOf(ConfigError);
    expect(full.message).toContain(
      'DATA_DIR: expected a folder that can be made and written, got "/data": Error: no space left'
    );
  });
});
