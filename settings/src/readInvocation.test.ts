import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, readInvocation } from './index';

const KEYS = { all: ['LOG_LEVEL', 'PORT', 'TOKEN'], secret: ['TOKEN'] };

describe('the command line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'openvcloud-settings-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'service.conf');
  const run = (text: string, env: Record<string, string> = {}, mode = 0o600) => {
    writeFileSync(file, text);
    chmodSync(file, mode);
    return readInvocation(['--config', file], env, KEYS);
  };

  it('takes the settings of the environment without a file', () => {
    expect(readInvocation([], { PORT: '1' }, KEYS)).toEqual({
      kind: 'run',
      env: { PORT: '1' },
      secretFiles: [],
      warnings: [],
    });
  });

  it('reads keys, quotes, comments and export; the environment wins, unless it is empty', () => {
    const text = '# a comment\n\nPORT = 1 # here too\r\nexport LOG_LEVEL=\'debug\'\nTOKEN="a # b"\n';
    expect(run(text, { PORT: '2', LOG_LEVEL: '', PATH: '/bin' })).toEqual({
      kind: 'run',
      env: { PORT: '2', LOG_LEVEL: 'debug', TOKEN: 'a # b', PATH: '/bin' },
      secretFiles: [file],
      warnings: [],
    });
    expect(readInvocation([`--config=${file}`], {}, KEYS)).toMatchObject({ env: { PORT: '1' } });
  });

  it('reads several files: a later one wins, and each is named that holds a secret', () => {
    const other = join(folder, 'other.conf');
    writeFileSync(other, 'PORT=3\nTOKEN=hunter2\n', { mode: 0o644 });
    writeFileSync(file, 'PORT=1\nLOG_LEVEL=debug\n');
    expect(readInvocation(['--config', file, `--config=${other}`], {}, KEYS)).toEqual({
      kind: 'run',
      env: { PORT: '3', LOG_LEVEL: 'debug', TOKEN: 'hunter2' },
      secretFiles: [other],
      warnings: [`${other} holds TOKEN and others can read it (mode 644). chmod 600 it.`],
    });
    expect(readInvocation(['--config', other, '--config', file], {}, KEYS)).toMatchObject({ env: { PORT: '1' } });
  });

  it.each([
    ['PROT=1', 'line 1: expected the name of a setting, got "PROT". Did you mean PORT?'],
    [
      '\n# x\nPORT=1\nSOMETHING_ELSE_ENTIRELY=1',
      'line 4: expected the name of a setting, got "SOMETHING_ELSE_ENTIRELY"',
    ],
    ['PORT=1\nPORT=2', 'line 2: expected PORT once, it is on line 1 already'],
    ['PORT', 'line 1: expected KEY=value or a # comment'],
    ['PORT: 1', 'line 1: expected KEY=value or a # comment'],
    ['TOKEN="hunter2\nPORT=1', 'line 1: TOKEN: expected the quote to be closed on its line'],
  ])('names file and line of %j, and never its value', (text, message) => {
    expect(() => run(text)).toThrow(ConfigError);
    expect(() => run(text)).toThrow(`${file}, ${message}`);
    expect(() => run(text)).not.toThrow('hunter2');
  });

  it('warns of secrets that others can read, not of other settings', () => {
    expect(run('TOKEN=hunter2', {}, 0o644)).toMatchObject({
      warnings: [`${file} holds TOKEN and others can read it (mode 644). chmod 600 it.`],
    });
    expect(run('PORT=1', {}, 0o644)).toMatchObject({ secretFiles: [], warnings: [] });
  });

  it.each([
    [['--help'], 'help'] as const,
    [['--version'], 'version'] as const,
    [['--config', '/no/such', '--help'], 'help'] as const,
  ])('answers %j', (args, kind) => {
    expect(readInvocation(args, {}, KEYS)).toEqual({ kind });
  });

  it.each([
    [['--fast']],
    [['--config']],
    [['--config=']],
    [['--help', 'me']],
    [['--config', 'a', 'b']],
    [['--config', 'a', '--config']],
  ])('refuses %j', (args) => {
    expect(() => readInvocation(args, {}, KEYS)).toThrow(`got "${args.join(' ')}"`);
  });

  it('says which file cannot be read', () => {
    expect(() => readInvocation(['--config', '/no/such'], {}, KEYS)).toThrow('got /no/such (Error: ENOENT');
  });
});
