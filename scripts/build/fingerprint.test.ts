import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fingerprint } from './fingerprint';

describe('fingerprint of build inputs', () => {
  const root = mkdtempSync(join(tmpdir(), 'fingerprint-'));
  afterAll(() => rmSync(root, { recursive: true }));

  it('changes with an edit, an added and a renamed file, and not otherwise', () => {
    mkdirSync(join(root, 'src/deep'), { recursive: true });
    writeFileSync(join(root, 'src/deep/a.ts'), 'one');
    const first = fingerprint(root, ['src', 'missing']);
    expect(fingerprint(root, ['src', 'missing'])).toBe(first);
    writeFileSync(join(root, 'src/deep/a.ts'), 'two');
    const edited = fingerprint(root, ['src']);
    expect(edited).not.toBe(first);
    writeFileSync(join(root, 'src/b.ts'), '');
    const added = fingerprint(root, ['src']);
    expect(added).not.toBe(edited);
    rmSync(join(root, 'src/b.ts'));
    writeFileSync(join(root, 'src/c.ts'), '');
    expect(fingerprint(root, ['src'])).not.toBe(added);
  });

  it('leaves installed packages out', () => {
    const before = fingerprint(root, ['src']);
    mkdirSync(join(root, 'src/node_modules'));
    writeFileSync(join(root, 'src/node_modules/x'), '1');
    expect(fingerprint(root, ['src'])).toBe(before);
  });
});
