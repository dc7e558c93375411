import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readMetadata } from './readMetadata';

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
    ['if True:\n  queue = "io"', { queue: 'default' }],
    ['descr = open("x").read()', { descr: '' }],
    ['descr = "a\\0b"', { descr: 'a\uFFFDb' }],
    ['author = "a" if 1 else "b"', { author: '' }],
  ])('reads %j', (line, expected) => {
    expect(readMetadata(line + ACTION, PLACE)).toMatchObject({ ...expected, parseError: null });
  });

  it.each([
    ['', 'line 1: expected a function action() at top level, found none'],
    ['x = 1\nclass A:\n  def action(self): pass\n', 'expected a function action()'],
    ['\nqueue = "fast"', 'line 2: queue: expected one of default, hypervisor, io, process, got "fast"'],
    ['period = -1', 'line 1: period: expected seconds (1 or more) or a cron expression such as "*/5 * * * *", got -1'],
    ['period = "* * *"', 'line 1: period: expected'],
    [
      'period = compute()',
      'line 1: period: expected a constant, because the file is read without being run, got compute()',
    ],
    ['timeout = "x"', 'line 1: timeout: expected seconds above 0'],
    ['timeout = 1e99', 'line 1: timeout: expected'],
    ['roles = [1]', 'line 1: roles: expected a list of strings'],
    ['order = 1.5', 'line 1: order: expected a whole number'],
    ['name = "a:b"', 'line 1: name: expected letters'],
    ['x = 1\n  y = 2', 'line 2: unexpected indent'],
    ['def f():\nx = 1', 'line 2: expected an indented block after line 1'],
    ['x = "a\ny = 1', 'line 1: the string is not closed'],
    ['x = 1\n\0', 'line 2: a NUL character'],
  ])('calls %j broken, and says where', (lines, message) => {
    expect(readMetadata(lines.includes('action') || lines === '' ? lines : lines + ACTION, PLACE).parseError).toContain(
      message
    );
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
      for (let run = 0; run < 3000; run++) {
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

    it.each(['(', '[', '{', '-', 'f"{', 'f\'{f"{', '"', '\\\n', 'a=', '1+', '"" ', '\t', '{1:', 'x,', '=', '#'])(
      'reads a megabyte of %j in reasonable time',
      (piece) => {
        const start = performance.now();
        readMetadata(`roles = ${piece.repeat(Math.ceil(1_000_000 / piece.length))}`, PLACE);
        // Quadratic time would need minutes.
        expect(performance.now() - start).toBeLessThan(20_000);
      }
    );
  });
});
