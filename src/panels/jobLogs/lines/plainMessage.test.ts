import { plainMessage } from './plainMessage';

describe('plainMessage', () => {
  it.each([
    ['colours', '\u001b[1;31mERROR\u001b[0m disk', 'ERROR disk'],
    [
      'titles and links of terminals',
      '\u001b]0;title\u0007text \u001b]8;;http://x\u001b\\link\u001b]8;;\u001b\\',
      'text link',
    ],
    ['cursor moves', 'a\u001b[2Kb', 'ab'],
    ['codes with signs between', 'a\u001b[?25 qb\u001b[ @c', 'abc'],
    ['codes of two characters', 'a\u001bMb\u001b_c\u001b=d', 'abc\u001b=d'],
    ['a title that is never closed', 'a\u001b]0;title', 'a'],
    ['a title before a colour', 'a\u001b]0;t\u001b[1mb', 'ab'],
    ['progress bars', '10 %\r50 %\r100 %', '100 %'],
    ['a progress bar that ends its line so', 'a\n10 %\r100 %\r\r\nb', 'a\n100 %\nb'],
    ['a progress bar that ends its line twice so', '10 %\r100 %\r\r', '100 %'],
    ['empty lines, but at the end', 'a\n\nb\n\n\n', 'a\n\nb'],
    ['line ends of Windows', 'a\r\nb\r\n', 'a\nb'],
  ])('shows %s as plain text', (_, message, text) => {
    expect(plainMessage(message)).toBe(text);
  });

  it('keeps tabs, indents and markup as they are', () => {
    expect(plainMessage('\tif x:\n\t\t<b>&amp;')).toBe('\tif x:\n\t\t<b>&amp;');
  });
});
