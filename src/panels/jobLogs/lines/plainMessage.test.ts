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
    ['progress bars', '10 %\r50 %\r100 %', '100 %'],
    ['line ends of Windows', 'a\r\nb\r\n', 'a\nb'],
  ])('shows %s as plain text', (_, message, text) => {
    expect(plainMessage(message)).toBe(text);
  });

  it('keeps tabs, indents and markup as they are', () => {
    expect(plainMessage('\tif x:\n\t\t<b>&amp;')).toBe('\tif x:\n\t\t<b>&amp;');
  });
});
