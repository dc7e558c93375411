import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { createTestDatabase, type TestDatabase } from '../testing/database';
import { FolderLoader } from './loadFolder';

interface Row {
  id: string;
  version: number;
  is_current: boolean;
  is_deleted: boolean;
  descr: string;
  path: string;
  parse_error: string | null;
  notices: string[];
}

describe('the JumpScripts folder', () => {
  let test: TestDatabase;
  let folder: string;
  const log = pino({ level: 'silent' });
  beforeAll(async () => {
    test = await createTestDatabase();
  });
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'openvcloud-jumpscripts-'));
    await test.database.query({ text: 'truncate jumpscripts, jumpscript_sources', values: [] });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  afterAll(() => test.drop());

  const write = (path: string, text: string | Buffer) => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const script = (descr: string) => `descr = "${descr}"\ndef action():\n    return 1\n`;
  const loader = (inside = '') =>
    new FolderLoader({ database: test.database, gid: 1, folder: join(folder, inside), now: () => 5, log });
  const rows = () =>
    test.database.query<Row>({
      text: 'select id, version, is_current, is_deleted, descr, path, parse_error, notices from jumpscripts order by id, version',
      values: [],
    });
  const until = async (isSo: (rows: Row[]) => boolean): Promise<Row[]> => {
    for (;;) {
      const found = await rows();
      if (isSo(found)) {
        return found;
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  it('appends a version for each edit, and marks what is gone', async () => {
    write('o/a.py', script('one'));
    write('o/b.py', script('b'));
    const one = loader();
    await one.load();
    await one.load();
    expect(await rows()).toMatchObject([
      { id: 'o:a', version: 1, is_current: true },
      { id: 'o:b', version: 1 },
    ]);
    write('o/a.py', script('two, longer'));
    rmSync(join(folder, 'o/b.py'));
    await one.load();
    expect(await rows()).toMatchObject([
      { id: 'o:a', version: 1, is_current: false, is_deleted: false },
      { id: 'o:a', version: 2, is_current: true, descr: 'two, longer' },
      { id: 'o:b', version: 1, is_current: true, is_deleted: true },
    ]);
    write('o/b.py', script('b'));
    await one.load();
    expect((await rows()).filter(({ id }) => id === 'o:b')).toMatchObject([{ version: 1, is_deleted: false }]);
    expect(await test.database.query({ text: 'select 1 from jumpscript_sources', values: [] })).toHaveLength(3);
  });

  it('reads anew what a version declares of its timeout: it was kept as a number also when it declares none', async () => {
    write('o/a.py', script('one'));
    await loader().load();
    const timeout = () => test.database.query({ text: 'select version, timeout_seconds from jumpscripts', values: [] });
    await test.database.query({ text: 'update jumpscripts set timeout_seconds = 300', values: [] });
    await loader().load();
    expect(await timeout()).toEqual([{ version: 1, timeout_seconds: null }]);
  });

  it('makes one version of an edit that several controllers see', async () => {
    write('o/a.py', script('one'));
    const controllers = [loader(), loader(), loader()];
    await Promise.all(controllers.map((one) => one.load()));
    write('o/a.py', script('another'));
    await Promise.all(controllers.map((one) => one.load()));
    expect(await rows()).toMatchObject([{ version: 1 }, { version: 2, is_current: true }]);
  });

  it('lists broken files with their error and line, and still loads the others', async () => {
    write('o/good.py', script('good'));
    write('o/open.py', 'x = (\n');
    write('o/syntax.py', 'def action():\n    return 1 +\n');
    write('o/old.py', 'async = True\ndef action():\n    print "hi"\n');
    write('o/bytes.py', Buffer.from([0x23, 0x00, 0x0a]));
    await loader().load();
    const errors = Object.fromEntries((await rows()).map(({ id, parse_error: error }) => [id, error]));
    expect(errors).toEqual({
      'o:good': null,
      'o:open': "line 1: '(' is never closed",
      'o:syntax': expect.stringMatching(/^line 2: invalid syntax/),
      'o:old': null,
      'o:bytes': expect.stringContaining('NUL'),
    });
  });

  it('takes nothing in comments and strings for Python 2', async () => {
    write('o/date.py', 'def action():\n    # changed on 2018-01-05\n    return 1 +\n');
    write('o/backtick.py', 'descr = "Uses `df` to check"\nperiod = 60\ndef action():\n    retrun 1\n');
    write('o/time.py', 'period = 60\ndef action():\n    t = "00:00"\n    if t\n        return 1\n');
    await loader().load();
    expect((await rows()).map(({ id, parse_error: error }) => [id, error])).toEqual([
      ['o:backtick', expect.stringMatching(/^line 4: /)],
      ['o:date', expect.stringMatching(/^line 3: /)],
      ['o:time', expect.stringMatching(/^line 4: /)],
    ]);
  });

  it('never runs a file', async () => {
    const trace = join(folder, 'it-ran');
    write('o/evil.py', `open(${JSON.stringify(trace)}, "w").close()\ndef action():\n    pass\n`);
    await loader().load();
    expect(await rows()).toMatchObject([{ id: 'o:evil', parse_error: null }]);
    expect(existsSync(trace)).toBe(false);
  });

  it('reads other encodings, and hands them on as UTF-8', async () => {
    write('o/latin.py', Buffer.from('# -*- coding: iso-8859-1 -*-\ndescr = "caf\xe9"\ndef action(): pass\n', 'latin1'));
    write('o/bom.py', Buffer.from('\ufeffdescr = "caf\u00e9"\ndef action(): pass\n', 'utf8'));
    write('o/wrong.py', Buffer.from('# caf\xe9\ndescr = "x"\ndef action(): pass\n', 'latin1'));
    await loader().load();
    expect((await rows()).map(({ descr, parse_error: error }) => [descr, error])).toEqual([
      ['caf\u00e9', null],
      ['caf\u00e9', null],
      ['x', expect.stringMatching(/^line 1: expected UTF-8, got the byte 0xe9; .*name its encoding/)],
    ]);
    const sources = await test.database.query<{ text: string }>({
      text: "select text from jumpscript_sources where text like '%coding%'",
      values: [],
    });
    expect(sources[0]?.text).toContain('coding: utf-8 -*-\ndescr = "caf\u00e9"');
  });

  it('passes over what is no JumpScript: hidden files, packages, other endings, deeper folders, none', async () => {
    write('o/.hidden.py', script('hidden'));
    write('o/__init__.py', '');
    write('o/notes.txt', 'text');
    write('o/deep/er.py', script('deeper'));
    write('top.py', script('top'));
    write('.git/a.py', script('git'));
    write('o/a.py', script('a'));
    await loader().load();
    expect(await rows()).toMatchObject([{ id: 'o:a', descr: 'a' }]);
  });

  /** id → path and why it is broken. */
  const broken = async () =>
    Object.fromEntries((await rows()).map(({ id, path, parse_error: error }) => [id, [path, error]]));

  it('lists files that are left out as broken, with the reason and what to do', async () => {
    write('scripts/o/large.py', `#${'x'.repeat(1024 * 1024)}`);
    write('scripts/o/folder.py/x.txt', '');
    write('outside', script('a secret'));
    symlinkSync(join(folder, 'outside'), join(folder, 'scripts/o/link.py'));
    symlinkSync('nowhere.py', join(folder, 'scripts/o/dangling.py'));
    execFileSync('mkfifo', [join(folder, 'scripts/o/pipe.py')]);
    await loader('scripts').load();
    expect(await broken()).toEqual({
      'o:dangling': ['o/dangling.py', expect.stringMatching(/^expected a file, got a link that leads nowhere; /)],
      'o:folder': ['o/folder.py', expect.stringMatching(/^expected a file, got a folder; /)],
      'o:large': ['o/large.py', expect.stringMatching(/^expected at most 1048576 bytes, got 1048577; /)],
      'o:link': ['o/link.py', expect.stringMatching(/got a link to one outside of it; copy the file/)],
      'o:pipe': ['o/pipe.py', expect.stringMatching(/^expected a file, got a pipe; /)],
    });
    const sources = await test.database.query<{ text: string }>({
      text: 'select text from jumpscript_sources',
      values: [],
    });
    expect(sources.map(({ text }) => text)).toEqual(['']);
  });

  it('lists the second file that wants an id under its place; the id is that of the file at its place, else of the first', async () => {
    write('a/z.py', `organization = "o"\nname = "a"\n${script('first in order')}`);
    write('o/a.py', script('at its place'));
    write('p/b.py', `organization = "q"\nname = "c"\n${script('first')}`);
    write('p/c.py', `organization = "q"\nname = "c"\n${script('second')}`);
    write('q/x.py', `organization = "p"\nname = "c"\n${script('has the id of the place of the second')}`);
    await loader().load();
    expect((await rows()).map(({ id, descr, parse_error: error }) => [id, descr, error])).toEqual([
      [
        'a:z',
        'first in order',
        expect.stringMatching(/^expected an organization and name of its own, got o:a, which o\/a.py has; /),
      ],
      ['o:a', 'at its place', null],
      ['p:c', 'has the id of the place of the second', null],
      ['p:c-2', 'second', expect.stringContaining('got q:c, which p/b.py has')],
      ['q:c', 'first', null],
    ]);
  });

  it('holds the names of files to the limits of declared ones, and writes what is odd in them as escapes', async () => {
    write(`o/${'y'.repeat(201)}.py`, script('long'));
    write('o/a\nb.py', script('line feed'));
    write('o/a*b.py', script('star'));
    write('o/\u202eexe.py', script('turned round'));
    write('o/e\u0301 1.py', script('fine'));
    write('-x/a.py', script('folder'));
    writeFileSync(Buffer.concat([Buffer.from(join(folder, 'o/')), Buffer.from([0x66, 0xff]), Buffer.from('.py')]), '');
    await loader().load();
    const rule =
      'expected a folder and a file named with letters, digits, _ . @ - and spaces, at most 200, of which the first is a letter, a digit or _, got';
    expect(await broken()).toEqual({
      '_x:a': ['-x/a.py', `${rule} "-" in it; rename it`],
      'o:_exe': ['o/\\u{202e}exe.py', `${rule} "\\u{202e}" in it; rename it`],
      'o:a_b': ['o/a\\x0ab.py', `${rule} "\\x0a" in it; rename it`],
      'o:a_b-2': ['o/a*b.py', `${rule} "*" in it; rename it`],
      'o:e\u0301 1': ['o/e\u0301 1.py', null],
      'o:f_xff': ['o/f\\xff.py', 'expected a name in UTF-8, got other bytes in it; rename it'],
      [`o:${'y'.repeat(200)}`]: [`o/${'y'.repeat(201)}.py`, `${rule} 201 characters; rename it`],
    });
  });

  it('keeps what was read of a folder that can no longer be read, and says so', async () => {
    write('o/a.py', script('a'));
    write('p/b.py', script('b'));
    const one = loader();
    await one.load();
    renameSync(join(folder, 'o'), join(folder, '.away'));
    symlinkSync('o', join(folder, 'o'));
    await one.load();
    expect(await rows()).toMatchObject([
      {
        id: 'o:_',
        is_deleted: false,
        parse_error: expect.stringMatching(/got ELOOP; what was read of it before stays/),
      },
      { id: 'o:a', is_deleted: false, parse_error: null },
      { id: 'p:b', is_deleted: false },
    ]);
    rmSync(join(folder, 'o'));
    renameSync(join(folder, '.away'), join(folder, 'o'));
    await one.load();
    expect(await rows()).toMatchObject([{ id: 'o:_', is_deleted: true }, { id: 'o:a', is_deleted: false }, {}]);
  });

  it('stores what will go wrong with a file, and reads a version anew when the reader knows better', async () => {
    write('o/a.py', 'period = 60\ndef action(node):\n    return node\n');
    await loader().load();
    const [first] = await rows();
    expect(first?.notices).toEqual([expect.stringMatching(/^line 2: action\(\) needs node, .* not scheduled/)]);
    await test.database.query({
      text: "update jumpscripts set notices = '{}', period = null, is_plannable = true, parse_error = 'line 1: period', roles = '{x}'",
      values: [],
    });
    await loader().load();
    expect(await rows()).toEqual([first]);
    const known = await test.database.query({
      text: 'select period, is_plannable, roles from jumpscripts',
      values: [],
    });
    expect(known).toEqual([{ period: '60', is_plannable: false, roles: [] }]);
  });

  it('changes nothing when the folder cannot be read', async () => {
    write('o/a.py', script('a'));
    const one = loader();
    await one.load();
    rmSync(folder, { recursive: true });
    await expect(one.load()).rejects.toThrow('ENOENT');
    expect(await rows()).toMatchObject([{ id: 'o:a', is_deleted: false }]);
  });

  it('notices new files, edits and new organizations while it runs', async () => {
    write('o/a.py', script('one'));
    const stopping = new AbortController();
    const running = loader().run(stopping.signal);
    await until((found) => found.length === 1);
    write('o/a.py', script('edited'));
    await until((found) => found.some(({ descr }) => descr === 'edited'));
    write('fresh/b.py', script('fresh'));
    await until((found) => found.some(({ id }) => id === 'fresh:b'));
    stopping.abort();
    await running;
  });
});
