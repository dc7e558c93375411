import { ConfigError } from '@openvcloud/settings';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTokensFile, tokensFileOf } from './tokensFile';

describe('tokens.json', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'openvcloud-tokens-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is made once, for its owner only', () => {
    const made = readTokensFile(folder);
    expect(made.map(({ role }) => role)).toEqual(['viewer', 'operator', 'admin']);
    expect(statSync(tokensFileOf(folder)).mode & 0o777).toBe(0o600);
    expect(readTokensFile(folder)).toEqual(made);
    expect(readFileSync(tokensFileOf(folder), 'utf8')).toContain(made[2]?.secret);
  });

  const [VIEWER, OPERATOR] = ['hunter2-viewer', 'hunter2-operator'];
  it.each([
    [
      { viewer: VIEWER, operator: OPERATOR, admin: `hunter2${'-'.repeat(24)}` },
      '"admin": expected a secret of 32 to 200',
    ],
    [{ viewer: 'hunter2', operator: OPERATOR, admin: 'hunter2'.repeat(9) }, '"viewer": expected a secret of 8 to 200'],
    [
      { viewer: VIEWER, operator: OPERATOR, admin: 'hunter2 '.repeat(9) },
      '"admin": expected a secret of 32 to 200 visible',
    ],
    [
      { viewer: VIEWER, operator: VIEWER, admin: 'hunter2'.repeat(9) },
      'expected a secret of its own for each token, got the same one for "viewer" and "operator"',
    ],
    [{ viewer: VIEWER, operator: OPERATOR }, 'got no usable "admin"'],
    ['hunter2', 'got no usable "viewer"'],
  ])('is refused, without its secrets, when one cannot be used: %j', (content, message) => {
    writeFileSync(tokensFileOf(folder), JSON.stringify(content));
    expect(() => readTokensFile(folder)).toThrow(ConfigError);
    expect(() => readTokensFile(folder)).toThrow(message);
    expect(() => readTokensFile(folder)).not.toThrow('hunter2');
  });
});
