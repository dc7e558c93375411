import { controllerWithAgent } from '../testing/controllerWithAgent';
import { until } from '../testing/until';

jest.setTimeout(60_000);

const controller = controllerWithAgent();

async function run(body: string): Promise<string> {
  const guid = controller.add(
    `import os, sys\nfrom JumpScale import j\ndef action():\n    ${body.replaceAll('\n', '\n    ')}`
  );
  await until(`job ends:\n${body}`, () => controller.job(guid).results.length > 0);
  expect(controller.result(guid)).toMatchObject({ state: 'OK' });
  return guid;
}

const lines = (guid: string) => controller.job(guid).lines;

describe('log lines with large tags', () => {
  it('all arrive, with what was cut of a tag said', async () => {
    const guid = await run('for n in range(200):\n    j.logger.log("line %d" % n, tags=["short", "t" * 100000])');
    expect(lines(guid).map(({ message }) => message)).toEqual(Array.from({ length: 200 }, (_, n) => `line ${n}`));
    expect(lines(guid)[0]?.tags).toEqual(['short', expect.stringMatching(/^t{100,}…\(of 100000 characters\)$/)]);
    expect(lines(guid)[0]?.tags?.[1]?.length).toBe(200);
    expect(controller.job(guid).dropped).toBe(0);
  });

  it('keep their level, however large the tags are, and however many', async () => {
    const guid = await run(
      'j.logger.log("important", 1, "cat", "😀" * 400000)\nj.logger.log("many", 2, "cat", ["t%d" % n for n in range(1000)])'
    );
    expect(lines(guid)).toMatchObject([
      { message: 'important', level: 1, category: 'cat', tags: [expect.stringContaining('…(of 400000 characters)')] },
      { message: 'many', level: 2, category: 'cat' },
    ]);
    expect(lines(guid)[1]?.tags).toHaveLength(50);
    expect(lines(guid)[1]?.tags?.slice(-2)).toEqual(['t48', '(951 more tags were left out)']);
  });
});

describe('a record that only looks like one of j.logger', () => {
  it.each([
    ['level 0', '"t":1,"l":0,"c":"","m":"x"', { level: 1 }],
    ['level 99', '"t":1,"l":99,"c":"","m":"x"', { level: 9 }],
    ['half a level', '"t":1,"l":2.5,"c":"","m":"x"', { level: 3 }],
    ['a time beyond all', '"t":1e300,"l":5,"c":"","m":"x"', { time: expect.any(Number) }],
    ['half a millisecond', '"t":1.5,"l":5,"c":"","m":"x"', { time: expect.any(Number) }],
    ['a long category', `"t":1,"l":5,"c":"${'c'.repeat(500)}","m":"x"`, { category: 'c'.repeat(200) }],
    ['a size that is none', '"t":1,"l":5,"c":"","m":"x","size":0.5', { message: 'x' }],
    ['tags that are none', '"t":1,"l":5,"c":"","m":"x","tags":[1,"a",{}]', { tags: ['a'] }],
    [
      'long tags',
      `"t":1,"l":5,"c":"","m":"x","tags":["${'t'.repeat(5000)}"]`,
      { tags: [expect.stringMatching(/^.{200}$/)] },
    ],
    [
      'a long message',
      `"t":1,"l":5,"c":"","m":"${'m'.repeat(300_000)}"`,
      { truncatedFrom: 300_000, message: 'm'.repeat(65_536) },
    ],
  ])('is put right, and costs no line beside it: %s', async (_what, record, expected) => {
    const guid = await run(
      `for n in range(50):\n    print(n)\nsys.stdout.flush()\nos.write(1, b'\\0\\x1eLOG{${record}}\\n')\nprint("last")`
    );
    const all = lines(guid);
    expect(all.map(({ message }) => message.slice(0, 5))).toEqual([
      ...Array.from({ length: 50 }, (_, n) => String(n)),
      expect.stringMatching(/^(x|m{5})$/),
      'last',
    ]);
    expect(all[50]).toMatchObject(expected);
    expect(Math.abs((all[50]?.time ?? 0) - Date.now())).toBeLessThan(60_000);
    expect(controller.job(guid).dropped).toBe(0);
  });
});

describe('a long line', () => {
  it('is one line, cut once, with its size as it was written: on standard error of Python', async () => {
    const guid = await run(
      'for _ in range(100):\n    sys.stderr.write("e" * 10000)\nsys.stderr.write("\\n")\nsys.stderr.write("next\\n")'
    );
    expect(lines(guid)).toMatchObject([
      { category: 'stderr', message: 'e'.repeat(65_536), truncatedFrom: 1_000_000 },
      { category: 'stderr', message: 'next' },
    ]);
    expect(lines(guid)).toHaveLength(2);
  });

  it.each([
    ['stdout', 'sys.stdout.buffer'],
    ['stderr', 'sys.stderr.buffer'],
  ])('is whole when what was written is below the limit, also when it is no UTF-8: %s', async (category, stream) => {
    const guid = await run(
      `${stream}.write(b"\\xe9" * 30000 + b"\\n")\n${stream}.write(b"\\xe9" * 70000 + b"\\n")\n${stream}.flush()`
    );
    expect(lines(guid)).toMatchObject([
      { category, message: '\ufffd'.repeat(30_000) },
      { category, message: '\ufffd'.repeat(65_535), truncatedFrom: 70_000 },
    ]);
    expect(lines(guid)[0]).not.toHaveProperty('truncatedFrom');
  });

  it('is cut where log lines interrupted it', async () => {
    const guid = await run('for n in range(100):\n    sys.stdout.write("." * 1000)\n    j.logger.info("n")\nprint()');
    expect(lines(guid)).toHaveLength(101);
    expect(lines(guid)[100]).toMatchObject({ message: '.'.repeat(65_536), truncatedFrom: 100_000 });
  });
});
