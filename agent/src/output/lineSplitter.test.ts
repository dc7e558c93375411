import { LineSplitter } from './lineSplitter';

const MOST = 8;

/** What comes of the chunks: lines while they come, with what ended them, and what is left when the stream ends. */
function split(...chunks: string[]): Array<[text: string, size: number, end: string]> {
  const splitter = new LineSplitter(MOST);
  const lines = chunks.flatMap((chunk) => splitter.push(Buffer.from(chunk)));
  const last = splitter.take();
  return [
    ...lines.map(({ bytes, size, isOverwritten }): [string, number, string] => [
      bytes.toString(),
      size,
      isOverwritten ? 'return' : 'feed',
    ]),
    ...(last.size > 0 ? [[last.bytes.toString(), last.size, 'none'] as [string, number, string]] : []),
  ];
}

describe('lines of a byte stream', () => {
  it('end at line breaks, wherever the chunks end', () => {
    const lines = [
      ['one', 3, 'feed'],
      ['', 0, 'feed'],
      ['two', 3, 'feed'],
    ];
    expect(split('one\n\ntwo\n')).toEqual(lines);
    expect(split('on', 'e', '\n', '\ntw', 'o\n')).toEqual(lines);
  });

  it('are given as soon as they are whole', () => {
    const splitter = new LineSplitter(MOST);
    expect(splitter.push(Buffer.from('a\nb\nc')).map(({ bytes }) => bytes.toString())).toEqual(['a', 'b']);
    expect(splitter.begun).toEqual({ bytes: Buffer.from('c'), size: 1 });
    expect(splitter.push(Buffer.from('d\n')).map(({ bytes }) => bytes.toString())).toEqual(['cd']);
  });

  it('have a last one without a line break, and none after one', () => {
    expect(split('one\ntwo')).toEqual([
      ['one', 3, 'feed'],
      ['two', 3, 'none'],
    ]);
    expect(split('one\n')).toEqual([['one', 3, 'feed']]);
    expect(split()).toEqual([]);
  });

  it('end at carriage returns too, in whatever order both come', () => {
    const lines = [
      ['a', 1, 'return'],
      ['', 0, 'feed'],
      ['', 0, 'return'],
      ['b', 1, 'feed'],
      ['c', 1, 'return'],
      ['d', 1, 'none'],
    ];
    expect(split('a\r\n\rb\nc\rd')).toEqual(lines);
    expect(split('a', '\r', '\n\r', 'b', '\nc\r', 'd')).toEqual(lines);
  });

  it('keep their beginning and their true size when they are long, in one piece or in many', () => {
    const lines = [
      ['12345678', 12, 'feed'],
      ['short', 5, 'feed'],
    ];
    expect(split('123456789abc\nshort\n')).toEqual(lines);
    expect(split('1234', '56', '789', 'abc\nsh', 'ort\n')).toEqual(lines);
  });

  it('that are just as long as what is kept are whole', () => {
    expect(split('12345678\n')).toEqual([['12345678', 8, 'feed']]);
    expect(split('12345678\r')).toEqual([['12345678', 8, 'return']]);
  });
});
