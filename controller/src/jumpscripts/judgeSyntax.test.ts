import { checkSyntax } from './checkSyntax';
import { judgeSyntax } from './judgeSyntax';
import { toPython3 } from './python/toPython3';

type Judgement = Awaited<ReturnType<typeof judgeSyntax>>;

const judge = async (source: string) => {
  const [fault] = (await judgeSyntax([source])) ?? [];
  return fault;
};
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

describe('a source that Python 3 refuses', () => {
  let ofOld: Judgement;
  let ofBroken: Judgement;
  // One Python for all: starting one takes longer than judging a hundred sources.
  beforeAll(async () => {
    ofOld = await judgeSyntax(OLD.map(inAction));
    ofBroken = await judgeSyntax(BROKEN.map(([lines]) => inAction(lines)));
  });

  it.each(OLD)('is not broken when Python 2 takes it: %j', (line) => {
    expect(ofOld?.[OLD.indexOf(line)]).toBeNull();
  });

  it('is refused by Python 3: the cases above prove something', async () => {
    expect((await checkSyntax(OLD.map(inAction)))?.filter((fault) => fault === null)).toEqual([]);
  });

  it.each(BROKEN)('is broken when both dialects refuse it: %j, with its line', (lines, line) => {
    const index = BROKEN.findIndex(([candidate]) => candidate === lines);
    expect(ofBroken?.[index]).toMatchObject({ line });
  });

  it('is not broken when it has parameters in brackets', async () => {
    expect(await judge('def f((a, b), c, (d, (e, g))=(1, (2, 3)), h=(4, 5)):\n    pass\n')).toBeNull();
  });

  it('is judged without the names of metadata that became keywords', async () => {
    expect(await judge(`async = True\n${inAction('x = f"{x}"')}`)).toBeNull();
    expect(await judge(`async = True\n${inAction('retrun 1')}`)).toMatchObject({ line: 3 });
  });

  it('is judged among others, each by itself', async () => {
    const sources = [inAction('pass'), inAction('retrun 1'), inAction('print "x"'), inAction('return +')];
    expect((await judgeSyntax(sources))?.map((fault) => fault?.line ?? null)).toEqual([null, 2, null, 2]);
  });

  it('is not judged where there is no Python', async () => {
    expect(await judgeSyntax([inAction('retrun 1')], '/nowhere/python3')).toBeUndefined();
  });
});

describe('toPython3', () => {
  it('keeps every line on its line', () => {
    const source = 'print u"""a\nb"""\nx = ur"""c\nd""", "\\N\\\n"\ndef f((a,\n b)):\n\tprint 1\n';
    expect(toPython3(source)?.split('\n')).toHaveLength(source.split('\n').length);
  });

  it.each([
    '(',
    '[',
    '`',
    'lambda ',
    'lambda (',
    '[for ',
    'for x in ',
    '0L ',
    'print "";',
    '\tx\n',
    ' \n',
    'ur"" ',
    'a,',
    ':',
  ])('reads 300,000 characters of %j in reasonable time', (piece) => {
    const start = performance.now();
    toPython3(`print ${piece.repeat(Math.ceil(1_000_000 / piece.length))}`);
    toPython3(`print (${piece.repeat(Math.ceil(1_000_000 / piece.length))})`);
    // Quadratic time would need minutes.
    expect(performance.now() - start).toBeLessThan(20_000);
  });
});
