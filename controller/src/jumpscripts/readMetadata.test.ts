import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadPythonParser, type PythonParser } from './python/pythonParser';
import type { FilePlace } from './metadata';
import { judgeScript, readScript } from './readMetadata';

const PLACE = { organization: 'folder', name: 'file' };
const ACTION = '\ndef action():\n    pass\n';

/** As they were written for the original: Python 2, CRLF, tabs. */
const PYTHON_2 = [
  'from JumpScale import j',
  '',
  'descr = """',
  'Checks "disks"',
  '"""',
  "organization = 'jumpscale'",
  'author = "a@b.c"',
  'license = "bsd"',
  'version = 1.0',
  `category = "monitor." 'healthcheck'`,
  "roles = ['cpu', u'storage',]",
  'period = 60 * 30 # 30min',
  'startatboot = True',
  'async = True; log = False',
  "queue ='process'",
  'timeout = 0x3c',
  'order = -5',
  'def action(vm, n=(1, 2), *args, **kw):',
  '\tprint "hi %s" % vm',
  '\traise ValueError, `n`',
].join('\r\n');

let parser: PythonParser;
beforeAll(async () => {
  parser = await loadPythonParser();
});

const deepBlocks = (depth: number) =>
  Array.from({ length: depth }, (_, level) => `${' '.repeat(level)}if x:\n`).join('') + `${' '.repeat(depth)}a\n`;

/** As where there is no Python to ask. */
const readMetadata = (text: string, place: FilePlace) => judgeScript(readScript(parser, text, place), undefined);

describe('readMetadata', () => {
  it.each([
    ['version', 100],
    ['category', 200],
    ['author', 500],
    ['license', 500],
    ['descr', 20_000],
  ])('takes %s up to %d characters; a longer one is a fault, and kept cut', (field, most) => {
    const read = (length: number) => readMetadata(`\n${field} = "${'😀'.repeat(length)}"${ACTION}`, PLACE);
    const text = ({ declaredVersion, category, author, license, descr }: ReturnType<typeof read>) =>
      declaredVersion + category + author + license + descr;
    expect(read(most)).toMatchObject({ parseError: null });
    expect([...text(read(most))]).toHaveLength(most);
    const expected = `line 2: ${field}: expected at most ${most} characters, got ${most + 1}`;
    expect(read(most + 1)).toMatchObject({ parseError: expected });
    expect([...text(read(most + 1))]).toHaveLength(most);
  });

  it('takes a hundred roles of a hundred characters, and a period of two hundred', () => {
    const roles = (count: number, length: number) =>
      readMetadata(
        `roles = "${Array.from({ length: count }, (_, n) => `${n}`.padEnd(length, 'r')).join(',')}"${ACTION}`,
        PLACE
      );
    expect(roles(100, 100)).toMatchObject({ parseError: null });
    expect(roles(100, 100).roles).toHaveLength(100);
    expect(roles(101, 3)).toMatchObject({
      parseError: 'line 1: roles: expected at most 100 roles, got 101',
      roles: [],
    });
    expect(roles(1, 101)).toMatchObject({
      parseError: expect.stringContaining('roles: expected roles of at most 100 characters, got "0rrr'),
      roles: [],
    });
    const period = readMetadata(
      `period = "${Array.from({ length: 200 }, (_, n) => n % 60).join(',')} * * * *"${ACTION}`,
      PLACE
    );
    expect(period).toMatchObject({
      parseError: expect.stringContaining('period: expected at most 200 characters, got'),
      period: null,
    });
  });

  it('reads a Python 2 JumpScript of the original', () => {
    expect(readMetadata(PYTHON_2, PLACE)).toEqual({
      organization: 'jumpscale',
      name: 'file',
      declaredVersion: '1.0',
      category: 'monitor.healthcheck',
      descr: 'Checks "disks"',
      author: 'a@b.c',
      license: 'bsd',
      roles: ['cpu', 'storage'],
      queue: 'process',
      period: '1800',
      startatboot: true,
      async: true,
      log: false,
      enable: true,
      order: -5,
      timeoutSeconds: 60,
      args: [
        { name: 'vm', default: null },
        { name: 'n', default: '(1, 2)' },
        { name: '*args', default: null },
        { name: '**kw', default: null },
      ],
      parseError: null,
      isPlannable: false,
      notices: [
        'line 18: action() needs vm, and a schedule gives it nothing: it is not scheduled until you give it a default, or take period and startatboot away',
        "line 19: print without brackets is Python 2's, and agents run Python 3, which refuses the file: it is not scheduled until it is Python 3",
      ],
    });
  });

  it('fills in what a file leaves out', () => {
    expect(readMetadata(ACTION, PLACE)).toMatchObject({
      organization: 'folder',
      name: 'file',
      declaredVersion: '',
      roles: [],
      queue: 'default',
      period: null,
      startatboot: false,
      async: false,
      log: true,
      enable: true,
      timeoutSeconds: null,
      args: [],
      parseError: null,
    });
  });

  it('reads arguments of Python 3 with their defaults as written', () => {
    const source =
      'async def action(a: int, /, b: Dict[str, int] = {1: "x,y"}, *, c=lambda x=1: (x, 2), **rest) -> dict[str, int]:\n  pass\n';
    expect(readMetadata(source, PLACE).args).toEqual([
      { name: 'a', default: null },
      { name: 'b', default: '{1: "x,y"}' },
      { name: 'c', default: 'lambda x=1: (x, 2)' },
      { name: '**rest', default: null },
    ]);
  });

  it.each([
    ['roles = "a, b"', { roles: ['a', 'b'] }],
    ['roles = ("a",)', { roles: ['a'] }],
    ['roles = {"a", "b"}', { roles: ['a', 'b'] }],
    ['BASE = ["a"]\nroles = BASE + ["b"]', { roles: ['a', 'b'] }],
    ['enable = 0', { enable: false }],
    ['log: bool = False', { log: false }],
    ['startatboot = log = True', { startatboot: true, log: true }],
    ['period = "*/5 * * * *"', { period: '*/5 * * * *' }],
    ['period = 0', { period: null }],
    ['period = None', { period: null }],
    ['timeout = None', { timeoutSeconds: null }],
    ['if __name__ == "__main__":\n  queue = "io"', { queue: 'default' }],
    ['a = r = ["x"]\nroles = a\nr.append("y")\nr += ["z"]', { roles: ['x', 'y', 'z'] }],
    ['class A:\n  period = 5', { period: null }],
    ['descr = open("x").read()', { descr: '' }],
    ['descr = "a\\0b"', { descr: 'a\uFFFDb' }],
    ['author = "a" if 1 else "b"', { author: '' }],
    ['period = 60 # s\nperiod *= 5', { period: '300' }],
    ['roles = ["a"]\nroles += ["b"]\nroles.append("c")', { roles: ['a', 'b', 'c'] }],
    ['period, timeout = 900, 30', { period: '900', timeoutSeconds: 30 }],
    ['(period, [timeout]) = 900, [30]', { period: '900', timeoutSeconds: 30 }],
    ['period = 60\ndel period', { period: null }],
    ['period = 1; period = 2; \\\n timeout = 3', { period: '2', timeoutSeconds: 3 }],
    ['timeout = 010 + 10L + 0x1F + 1_0 + 7 // 2 - 7 % 4 + (6 / 3)', { timeoutSeconds: 61 }],
    ['timeout = -(-60)', { timeoutSeconds: 60 }],
    ['descr = ("a" # one\n  "b")', { descr: 'ab' }],
    ['descr = u"caf\\u00e9" r"\\n" b\'\\x41\\101\\q\'', { descr: 'caf\u00e9\\nAA\\q' }],
    [`descr = '''it's "so"\r\nlong'''`, { descr: 'it\'s "so"\nlong' }],
    ['descr = f"{1}"', { descr: '' }],
    ['descr = `1`', { descr: '' }],
    ['category = "a"\f', { category: 'a' }],
    ['category = "a"\rqueue = "io"', { category: 'a', queue: 'io' }],
  ])('reads %j', (line, expected) => {
    expect(readMetadata(line + ACTION, PLACE)).toMatchObject({ ...expected, parseError: null });
  });

  it.each([
    ['', 'line 1: expected a function action() at top level, found none'],
    ['x = 1\nclass A:\n  def action(self): pass\n', 'expected a function action()'],
    ['\nqueue = "fast"', 'line 2: queue: expected one of default, hypervisor, io, process, got "fast"'],
    [
      'period = -1',
      'line 1: period: expected seconds from 1 to 31622400 (366 days) or a cron expression such as "*/5 * * * *", got -1',
    ],
    ['period = "0 24 * * *"', 'line 1: period: expected as its hour a number from 0 to 23'],
    ['period = [60]', 'line 1: period: expected seconds or a cron expression such as "*/5 * * * *", got [60]'],
    ['period = "* * *"', 'line 1: period: expected'],
    [
      'period = compute()',
      'line 1: period: expected a constant, because the file is read without being run, got compute()',
    ],
    ['timeout = "x"', 'line 1: timeout: expected seconds above 0'],
    ['timeout = 1e99', 'line 1: timeout: expected'],
    ['roles = [1]', 'line 1: roles: expected a list of strings'],
    ['\ncategory = "a\\nb"', 'line 2: category: expected one line without control characters, got "a\\nb"'],
    ['roles = ["a\\x1b"]', 'line 1: roles: expected roles without control characters, got "a\\u001b"'],
    ['order = 1.5', 'line 1: order: expected a whole number'],
    ['name = "a:b"', 'line 1: name: expected letters'],
    ['x = 1\n  y = 2', 'line 2: unexpected indent'],
    ['def f():\nx = 1', 'line 2: expected an indented block after line 1'],
    ['if x:\nelse:\n  y = 1', 'line 2: expected an indented block after line 1'],
    ['def action():', 'line 1: expected an indented block after it'],
    ['x = "a\ny = 1', 'line 1: the string is not closed'],
    ['x = 1\n\0', 'line 2: a NUL character'],
    ['def f():\n  x = 1\n y = 2', 'line 3: unindent does not match any outer indentation level'],
    [
      'period = 60\nperiod += delay()',
      'line 2: period: expected a constant, because the file is read without being run',
    ],
    ['roles = ["a"]\nroles.extend(more)', 'line 2: roles: expected a constant'],
    ['period =\nroles = []', 'line 1: period: expected a constant'],
    ['period, timeout = 900', 'line 1: period: expected a constant'],
    ['roles = ' + '['.repeat(150) + ']'.repeat(150), 'line 1: roles: expected a constant'],
    ['roles = ' + '['.repeat(10_000) + ']'.repeat(10_000), 'line 1: more than 200 brackets in each other'],
    ['timeout = ' + '-'.repeat(10_000) + '1', 'line 1: timeout: expected a constant'],
    ['\nasync def action(): return 1\n', 'line 2: action: expected def, got async def'],
    ['def action():\n  yield 1\n', 'line 1: action: expected def with return, got one with yield'],
    ['def action(): pass\naction = 5\n', 'line 1: expected a function action() at top level, found none'],
    ['import sys\nsys.exit(1)', 'line 2: sys.exit(1) ends the file whenever it is loaded, so action() is never called'],
    ['raise SystemExit', 'line 1: raise SystemExit ends the file whenever it is loaded'],
    [
      'enable = True\ntry:\n  import a\nexcept ImportError:\n  enable, x = False, 1\ndef action(): pass\n',
      'line 5: enable: expected a constant, because the file is read without being run, got enable, x = False, 1 in a block',
    ],
    ['period = 5\nimport os as period', 'line 2: period: expected a constant'],
    ['(period := 5)', 'line 1: period: expected a constant'],
    ['roles = ["a"]\nshuffle(roles)', 'line 2: roles: expected a constant'],
    ['roles = ["a"]\nx = {"k": roles}\nx["k"].pop()', 'line 3: roles: expected a constant'],
    ['def action(a, b=1, /): pass\n', 'line 1: action: expected arguments that can be given by name, got a before a /'],
    ['x = "abc', 'line 1: the string is not closed with " on its line'],
    ['\n\nx = \"\"\"abc\n\n', 'line 3: the \"\"\" string is never closed'],
    ['\nx = f"{a"', 'line 2: the string is not closed'],
    ['a = (\n[1, 2\n', "line 2: '[' is never closed"],
    ['a = (1,\n 2]', "line 2: ']' closes '[', but '(' of line 1 is open"],
    [')', "line 1: ')' closes '(', but nothing is open"],
    ['a = 1 ? 2', 'line 1: unexpected character "?"'],
    ['a = \u{1f600}', 'line 1: unexpected character "\u{1f600}"'],
    ['x = 1\rx = = 2', 'line 2: invalid syntax at "="'],
  ])('calls %j broken, and says where', (lines, message) => {
    expect(readMetadata(lines.includes('action') || lines === '' ? lines : lines + ACTION, PLACE).parseError).toContain(
      message
    );
  });

  it.each([
    [
      'period = 60\ndef action(a, b=1, *c, d): pass\n',
      [
        'line 2: action() needs a, d, and a schedule gives it nothing: it is not scheduled until you give them defaults, or take period and startatboot away',
      ],
    ],
    [
      'startatboot = True\ndef action(a): pass\n',
      [
        'line 2: action() needs a, and a schedule gives it nothing: it is not scheduled until you give it a default, or take period and startatboot away',
      ],
    ],
    ['def action(a): pass\n', []],
    ['period = 60\ndef action(*rest, **more): pass\n', []],
    [
      'import queue\ncategory = make("x")\ndef action(): pass\n',
      [
        'line 1: queue is no metadata here, got import queue: it counts as not assigned',
        'line 2: category: expected a constant, because the file is read without being run, got make("x"); it is left out',
      ],
    ],
    [
      'from x import *\ndef f():\n  global period\ndef action():\n  global order\n',
      [
        'line 1: from x import * may assign metadata, which counts for nothing: the file is read without being run',
        'line 3: period may be assigned by a function, which counts for nothing: the file is read without being run',
      ],
    ],
    ['period = 60\n@with_node\ndef action(node): pass\n', []],
    ['@run\nasync def action(): pass\n', []],
    ['def action():\n  def inner():\n    yield 1\n  return list(inner())\n', []],
    ['def action(): pass\naction = retried(action)\n', []],
    ['if x:\n  period = 5\n  y = 1\nperiod = 6\ndef action():\n  roles = 1\n', []],
  ])('says what will go wrong with %j', (source, notices) => {
    expect(readMetadata(source, PLACE)).toMatchObject({ parseError: null, notices });
  });

  it('adds up any number of constants', () => {
    const parts = Array.from({ length: 5_000 }, () => '1').join(' + ');
    expect(readMetadata(`timeout = ${parts}${ACTION}`, PLACE)).toMatchObject({
      timeoutSeconds: 5_000,
      parseError: null,
    });
  });

  it('lists arguments that can be given, and leaves out those that cannot: before a /, inner tuples', () => {
    expect(readMetadata('def action(a=1, /, b=2): pass\n', PLACE)).toMatchObject({
      args: [{ name: 'b', default: '2' }],
      parseError: null,
    });
    const decorated = '@decorated\ndef action((a, b), c: int=(3,\r\n 4), *rest: int): pass\n';
    expect(readMetadata(decorated, PLACE).args).toEqual([
      { name: 'c', default: '(3,\n 4)' },
      { name: '*rest', default: null },
    ]);
  });

  it('keeps what it could read before the break', () => {
    expect(readMetadata('category = "disk"\nx = (\n', PLACE)).toMatchObject({
      category: 'disk',
      parseError: "line 2: '(' is never closed",
    });
  });

  it('reads every JumpScript of this repository', () => {
    const folder = join(__dirname, '..', '..', '..', 'jumpscripts');
    const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.py'));
    const broken = paths
      .map((path) => readMetadata(readFileSync(join(folder, path), 'utf8'), PLACE).parseError)
      .filter((error) => error !== null);
    expect(broken).toEqual([]);
  });

  describe('on anything at all', () => {
    /** mulberry32: the same sequence in every run. */
    const randomOf = (seed: number) => () => {
      seed = (seed + 0x6d2b79f5) | 0;
      const mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
      const more = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((more ^ (more >>> 14)) >>> 0) / 2 ** 32;
    };
    const PIECES = [
      ...`()[]{}'"\\#=:,;*+-.\`<>@ \t\n\r\f\0é`,
      '"""',
      "'''",
      'f"',
      "rb'",
      'def action(',
      'roles',
      'period',
      '= ',
      '0x',
      '1e9',
      'None',
      'lambda',
      '\\\n',
      '{x',
      '\ud800',
      '\u{1f600}',
    ];

    it('never throws, for random pieces of Python', () => {
      const random = randomOf(1);
      for (let run = 0; run < 1500; run++) {
        const source = Array.from(
          { length: Math.floor(random() * 60) },
          () => PIECES[Math.floor(random() * PIECES.length)]
        ).join('');
        expect(() => readMetadata(source, PLACE)).not.toThrow();
      }
    });

    it('never throws, for a real JumpScript with random damage', () => {
      const random = randomOf(2);
      for (let run = 0; run < 1000; run++) {
        const at = Math.floor(random() * PYTHON_2.length);
        const piece = PIECES[Math.floor(random() * PIECES.length)] ?? '';
        expect(() =>
          readMetadata(PYTHON_2.slice(0, at) + piece + PYTHON_2.slice(at + Math.floor(random() * 5)), PLACE)
        ).not.toThrow();
      }
    });

    it.each(['(', '"', 'x\n', '"" '])('reads a megabyte of %j, or says why not', (piece) => {
      const read = readMetadata(`roles = ${piece.repeat(Math.ceil(1_000_000 / piece.length))}${ACTION}`, PLACE);
      expect(read.parseError).toMatch(/^line \d+: /);
    });

    const names = (count: number, value = '1') =>
      Array.from({ length: count }, (_, name) => `a${name} = ${value}\n`).join('');
    it.each([
      ['one after another', 'a = 1\n'.repeat(60_000)],
      ['a list that any of many names might be', `q = []\n${names(1_500)}${'f(q); q = []\n'.repeat(1_000)}`],
      ['lists in lists', `a = {}\n${'a = {1: a}\n'.repeat(1_500)}${names(1_000, 'a')}f(a)\n`],
      ['lines that go on', `roles = ${'\\\n'.repeat(100_000)}`],
      ['no Python', 'a b\n'.repeat(200_000)],
      ['empty lines behind many blocks', `${deepBlocks(90)}${'\n'.repeat(600_000)}`],
      ['a million of nothing', 'a;'.repeat(500_000)],
      ['names of Python 2', 'x.async = 1\n'.repeat(40_000)],
    ])('says of %s that it takes too long, with the line', (_, source) => {
      expect(readMetadata(source + ACTION, PLACE).parseError).toMatch(/^line [1-9]\d*: it takes too long to read$/);
    });

    it('says at which statement it takes too long', () => {
      const source = `x = (\n1)\n${'a = 1\n'.repeat(15_000)}y = [${'1, '.repeat(60_000)}]\nz = [${'1, '.repeat(60_000)}]\n`;
      expect(readMetadata(source, PLACE).parseError).toBe('line 15003: it takes too long to read');
    });

    it.each([
      ['a text', 'descr = "x"\n', 'descr = descr + descr\n'],
      ['a list', 'a = [1]\n', 'a = a + a\n'],
      ['a list of two names', 'a = b = [1]\n', 'a += b\n'],
      ['a tuple', 'a = (1,)\n', 'a = (a, a)\n'],
    ])('keeps to little memory when %s doubles in each of a hundred lines', (_, first, next) => {
      const { parseError } = readMetadata(`${first}${next.repeat(100)}b = []\nf(b)\nperiod = 5${ACTION}`, PLACE);
      expect(parseError).toBeNull();
    });

    it('reads half a megabyte of plain code, and thousands of lines of comments behind a block', () => {
      const block =
        'def check_of_disks(node, limit=80):\n    """What is full."""\n    return [disk for disk in node.disks if disk.used > limit]\n\n';
      const code = block.repeat(Math.ceil(500_000 / block.length));
      const comments = '# disks = [disk for disk in node.disks]\n'.repeat(5_000);
      expect(readMetadata(`${code}${comments}category = "disks"${ACTION}`, PLACE)).toMatchObject({
        category: 'disks',
        parseError: null,
      });
    });

    it('reads the next source as ever behind one that took too long', () => {
      const endless = `roles = ${'\\\n'.repeat(500_000)}`;
      expect(readMetadata(endless, PLACE).parseError).toBe('line 1: it takes too long to read');
      expect(readMetadata(PYTHON_2, PLACE)).toMatchObject({ category: 'monitor.healthcheck', parseError: null });
    });
  });
});
