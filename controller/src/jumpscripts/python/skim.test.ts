import { skim } from './skim';

const blank = (comment: string) => comment.replace(/#.*/, (text) => ' '.repeat(text.length));

describe('skim', () => {
  it.each(['# a', '  # a', '\t#"""', '#', "# it's ([{"])(
    'leaves %j alone on its line blank, as long as it was',
    (comment) => {
      expect(skim(`x = 1\n${comment}\ny = 2`)).toEqual({ text: `x = 1\n${blank(comment)}\ny = 2` });
    }
  );

  it.each([
    'x = 1 # behind code',
    '"""\n# in a text\n"""',
    "'''\n# in a text\n'''",
    '"""\\"""\n# in a text\n"""',
    '"\\\n# in a text"',
    "'\\\n# in a text'",
    '"""\n# in a text that never ends\n',
  ])('leaves %j as it is', (source) => {
    expect(skim(source)).toEqual({ text: source });
  });

  it('takes a quote without its second one for the end of its line only', () => {
    expect(skim('x = "\n# a\ny = \'\n# b\n').text).toBe('x = "\n   \ny = \'\n   \n');
  });

  it.each(['([{', '(', '(\n'])('takes 200 brackets of %j in each other, and says where there is one more', (kind) => {
    const open = (count: number) => kind.repeat(count).slice(0, (count * kind.length) / kind.replace('\n', '').length);
    expect(skim(open(200)).fault).toBeUndefined();
    expect(skim(`x = 1\n${open(200)}\n(`).fault).toEqual({
      line: open(200).split('\n').length + 2,
      message: 'more than 200 brackets in each other, which Python refuses',
    });
  });

  it('counts no brackets that are closed, or of texts and comments', () => {
    expect(skim(`${'()[]{}'.repeat(1000)}"${'('.repeat(1000)}" #${'('.repeat(1000)}\n${')'.repeat(1000)}(`).fault).toBe(
      undefined
    );
  });
});
