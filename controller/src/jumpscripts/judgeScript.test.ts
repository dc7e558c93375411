import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkSyntax, pythonVersion } from './checkSyntax';
import type { SourceFault } from './python/findFaults';
import { loadPythonParser, type PythonParser } from './python/pythonParser';
import { judgeScript, readScript } from './readMetadata';

const inAction = (line: string) => `def action(x=1):\n    ${line}\n    return x\n`;

/** What Python 2 takes and Python 3 does not, as a line of a function. */
const OLD = [
  'print "hi %s" % x, x,',
  'if x: print x; print [1, 2]',
  'print not x',
  'print "a"; print >>f, "b"',
  'exec "y = 1" in {}, {}',
  'raise ValueError, "no", None',
  'try: x()\n    except ValueError, e: pass',
  'try: x()\n    except (ValueError, OSError), self.error: pass',
  'x = `x, 1` + `x`',
  'x = x <> 1',
  'x = 0755 + 00017L + 10l + 0xFFL',
  'x = -7L.__index__()',
  "x = ur\"a\" ur'''b\n'''",
  'x = lambda (a, (b,\n c)), (d, e)=(1, 2): a',
  'x = [y for y in 1, 2 if y]',
  'async(await=x.await)',
  'print xmlrpclib.True',
  'print "C:\\Users", b"caf\u00e9"',
  'if x:\n\tprint "a tab is eight columns"\n        x = 2',
  'x.async = y(async=True)',
  'def f(async): pass',
  'from x.async import async',
];

/** What neither takes, and the line of the function on which it breaks. */
const BROKEN: ReadonlyArray<readonly [string, number]> = [
  ['# changed on 2018-01-05\n    return 1 +', 3],
  ['"""Uses `df`, prints <> and 0755"""\n    retrun 1', 3],
  ['t = "00:00"\n    if t', 3],
  ['print("ok")\n    retrun 1', 3],
  ['print "old"\n    retrun 1', 3],
  ['try: x()\n    except A, e: pass\n    x = = 1', 4],
  ['print f"{x}"', 2],
  ['x: int = 0755\n    y = (z := 1)', 2],
  ['x = 0799', 2],
  ['path = "C:\\Users"', 2],
  ['if x:\n\tx = 1\n        x = 2', 3],
  ['x = `x', 2],
  ['"""a\n    b"""; print "x"\n    def f((a,\n b)): retrun a', 5],
];

/** Of those, what only Python itself finds. */
const BEYOND_GRAMMAR = ['x = 0799', 'path = "C:\\Users"', 'if x:\n\tx = 1\n        x = 2'];

let parser: PythonParser;
beforeAll(async () => {
  parser = await loadPythonParser();
});

const judge = (source: string, verdict: SourceFault | null | undefined) =>
  judgeScript(readScript(parser, source, { organization: 'o', name: 'n' }), verdict).parseError;
const lineOf = (parseError: string | null) => Number(/^line (\d+): ./.exec(parseError ?? '')?.[1]);

describe('a source that Python 3 refuses', () => {
  let ofOld: Array<SourceFault | null> = [];
  let ofBroken: Array<SourceFault | null> = [];
  // One Python for all: starting one takes longer than judging a hundred sources.
  beforeAll(async () => {
    ofOld = (await checkSyntax(OLD.map(inAction))) ?? [];
    ofBroken = (await checkSyntax(BROKEN.map(([lines]) => inAction(lines)))) ?? [];
  });

  it('is refused by Python 3: the cases prove something', () => {
    expect(ofOld).toHaveLength(OLD.length);
    expect(ofOld.filter((fault) => fault === null)).toEqual([]);
  });

  it.each(OLD)('is not broken when Python 2 takes it: %j', (line) => {
    expect(judge(inAction(line), ofOld[OLD.indexOf(line)])).toBeNull();
    expect(judge(inAction(line), undefined)).toBeNull();
  });

  it.each(BROKEN)('is broken when both dialects refuse it: %j, with its line', (lines, line) => {
    const index = BROKEN.findIndex(([candidate]) => candidate === lines);
    expect(lineOf(judge(inAction(lines), ofBroken[index]))).toBe(line);
  });

  it.each(BROKEN.filter(([lines]) => !BEYOND_GRAMMAR.includes(lines)))(
    'is broken also where there is no Python: %j',
    (lines, line) => {
      // The grammar stumbles over what follows.
      expect([line, line + 1]).toContain(lineOf(judge(inAction(lines), undefined)));
    }
  );

  it.each(BEYOND_GRAMMAR)('is not called broken where there is no Python when only that would know: %j', (lines) => {
    expect(judge(inAction(lines), undefined)).toBeNull();
  });

  it('is listed with the first line that is Python 2', () => {
    const script = readScript(parser, inAction('x = 1; x <> 2\n    print "a"'), { organization: 'o', name: 'n' });
    const said = ["line 2: <> is Python 2's, and agents run Python 3, which refuses the file"];
    expect(judgeScript(script, { line: 2, message: 'invalid syntax' }).notices).toEqual(said);
    expect(judgeScript(script, undefined).notices).toEqual(said);
    // Python 3.14 takes one of them with another meaning, for one.
    expect(judgeScript(script, null).notices).toEqual([]);
  });

  it('is not broken when it has parameters in brackets', () => {
    const source = 'def action((a, b), c, (d, (e, g))=(1, (2, 3)), h=(4, 5)):\n    pass\n';
    expect(judge(source, { line: 1, message: 'invalid syntax' })).toBeNull();
  });

  it('says what Python says, where it is not about Python 2', () => {
    const fault = { line: 2, message: 'positional argument follows keyword argument' };
    expect(judge(inAction('x(a=1, 2)'), fault)).toBe('line 2: positional argument follows keyword argument');
    expect(judge(inAction('x = 1 +'), fault)).toBe('line 2: positional argument follows keyword argument');
    expect(judge(inAction('print "x"\n    x(a = = 1)'), fault)).toMatch(/^line 3: invalid syntax/);
  });

  it('is broken for what else is wrong, whatever Python says', () => {
    expect(judge('x = (', { line: 1, message: 'other' })).toBe("line 1: '(' is never closed");
  });
});

describe('checkSyntax', () => {
  it('takes no notice of the names of metadata that became keywords', async () => {
    const sources = [`async = True\n${inAction('x = f"{x}"')}`, `async = True\n${inAction('retrun 1')}`];
    expect(await checkSyntax(sources)).toEqual([null, { line: 3, message: expect.stringContaining('invalid syntax') }]);
  });

  it('judges each by itself', async () => {
    const sources = [inAction('pass'), inAction('retrun 1'), inAction('print "x"'), inAction('return +')];
    expect((await checkSyntax(sources))?.map((fault) => fault?.line ?? null)).toEqual([null, 2, 2, 2]);
  });

  it.each([
    ['return 1', 1],
    ['def f(a, a): pass', 1],
    ['def f():\n    nonlocal x', 2],
    ['x = ' + '-'.repeat(200_000) + '1', 1],
  ])('knows also what is refused only when it is compiled: %.30s', async (source, line) => {
    expect(await checkSyntax([source])).toEqual([{ line, message: expect.stringMatching(/./) }]);
  });

  it('judges any number of sources, in their order', async () => {
    const sources = Array.from({ length: 450 }, (_, index) => (index % 7 === 0 ? 'x = = 1' : 'x = 1'));
    const faults = await checkSyntax(sources);
    expect(faults?.map((fault) => fault !== null)).toEqual(sources.map((_, index) => index % 7 === 0));
  });

  it('judges the others when Python does not survive one', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'openvcloud-python-'));
    const python = join(folder, 'python3');
    const script =
      'input=$(cat)\ncase "$input" in *POISON*) kill -9 $$;; esac\nprintf %s "$input" | exec python3 "$@"\n';
    writeFileSync(python, `#!/bin/sh\n${script}`, { mode: 0o755 });
    const faults = await checkSyntax(['x = 1', 'x = = 1', 'POISON', 'y = 1', 'y = = 1'], python);
    rmSync(folder, { recursive: true });
    expect(faults?.map((fault) => fault?.message ?? null)).toEqual([
      null,
      expect.stringContaining('invalid syntax'),
      expect.stringContaining('Python does not get through it'),
      null,
      expect.stringContaining('invalid syntax'),
    ]);
  });

  it('knows the version of the Python it asks, and that there is none', async () => {
    expect(await pythonVersion()).toMatch(/^3\.\d+\.\d+/);
    expect(await pythonVersion('/nowhere/python3')).toBeUndefined();
  });

  it('judges nothing where there is no Python', async () => {
    expect(await checkSyntax([inAction('retrun 1')], '/nowhere/python3')).toBeUndefined();
  });
});
