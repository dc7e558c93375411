import { visibleParts, visibleText } from './visibleText';

describe('visibleText', () => {
  it.each([
    ['an override, which would turn the rest round', 'a\u202eb', 'a⟨U+202E⟩b'],
    ['an isolate', '\u2066x\u2069', '⟨U+2066⟩x⟨U+2069⟩'],
    ['marks of direction', '\u200e\u200f\u061c', '⟨U+200E⟩⟨U+200F⟩⟨U+061C⟩'],
    ['zero widths', 'ro\u200bot\u200d\u2060\ufeff', 'ro⟨U+200B⟩ot⟨U+200D⟩⟨U+2060⟩⟨U+FEFF⟩'],
    ['a terminal’s colours', '\u001b[31mred\u001b[0m', '⟨U+001B⟩[31mred⟨U+001B⟩[0m'],
    ['controls, old and new', '\0\u0007\u007f\u0085\u009b', '⟨U+0000⟩⟨U+0007⟩⟨U+007F⟩⟨U+0085⟩⟨U+009B⟩'],
    ['line and paragraph separators', 'a\u2028b\u2029', 'a⟨U+2028⟩b⟨U+2029⟩'],
    ['tags, which are beyond 16 bits', 'a\u{e0041}', 'a⟨U+E0041⟩'],
    ['half a surrogate pair', 'a\ud83d', 'a⟨U+D83D⟩'],
    ['a carriage return within a line', 'a\rb', 'a⟨U+000D⟩b'],
  ])('writes out %s', (_, text, written) => {
    expect(visibleText(text)).toBe(written);
    expect(
      visibleParts(text)
        .map((part) => part.text)
        .join('')
    ).toBe(written);
  });

  it.each([
    ['tabs and line feeds', 'a\tb\nc'],
    ['accents and other scripts', 'zażółć שלום مرحبا 日本語'],
    ['pictures of several characters', '👩‍🚀 👨‍👩‍👧 🏳️‍🌈 👩🏽‍🚀'],
    ['nothing', ''],
  ])('leaves %s', (_, text) => {
    expect(visibleText(text)).toBe(text);
  });

  it('takes a line end of Windows for one', () => {
    expect(visibleText('a\r\nb')).toBe('a\nb');
  });
});

describe('visibleParts', () => {
  it('tells what is written out from what was written so by somebody', () => {
    expect(visibleParts('⟨U+202E⟩\u202e')).toEqual([
      { text: '⟨U+202E⟩', isHidden: false },
      { text: '⟨U+202E⟩', isHidden: true },
    ]);
  });

  it('is nothing of an empty text', () => {
    expect(visibleParts('')).toEqual([]);
  });
});
