import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
  parse_error: string | null;
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
  const loader = () => new FolderLoader({ database: test.database, gid: 1, folder, now: () => 5, log });
  const rows = () =>
    test.database.query<Row>({
      text: 'select id, version, is_current, is_deleted, descr, parse_error from jumpscripts order by id, version',
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
    write('o/bytes.py', Buffer.from([0x23, 0xff, 0xfe, 0x00, 0x0a]));
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
      ['x', null],
    ]);
    const sources = await test.database.query<{ text: string }>({
      text: "select text from jumpscript_sources where text like '%coding%'",
      values: [],
    });
    expect(sources[0]?.text).toContain('coding: utf-8 -*-\ndescr = "caf\u00e9"');
  });

  it('leaves out what is no JumpScript: too large, hidden, deeper, or a second file with the same id', async () => {
    write('o/large.py', `#${'x'.repeat(1024 * 1024)}`);
    write('o/.hidden.py', script('hidden'));
    write('o/__init__.py', '');
    write('o/notes.txt', 'text');
    write('o/deep/er.py', script('deeper'));
    write('top.py', script('top'));
    write('o/a.py', script('a'));
    write('p/b.py', `organization = "o"\nname = "a"\n${script('same id')}`);
    await loader().load();
    expect(await rows()).toMatchObject([{ id: 'o:a', descr: 'a' }]);
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
