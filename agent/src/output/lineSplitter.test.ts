import { LineSplitter } from './lineSplitter';

const MOST = 8;

/** What comes of the chunks: lines while they come, and what is left when the stream ends. */
function split(...chunks: string[]): Array<[text: string, size: number]> {
  const splitter = new LineSplitter(MOST);
  const lines = chunks.flatMap((chunk) => splitter.push(Buffer.from(chunk)));
  return [...lines, ...splitter.end()].map(({ bytes, size }) => [bytes.toString(), size]);
}

describe('lines of a byte stream', () => {
  it('end at line breaks, wherever the chunks end', () => {
    const lines = [
      ['one', 3],
      ['', 0],
      ['two', 3],
    ];
    expect(split('one\n\ntwo\n')).toEqual(lines);
    expect(split('on', 'e', '\n', '\ntw', 'o\n')).toEqual(lines);
  });

  it('are given as soon as they are whole', () => {
    const splitter = new LineSplitter(MOST);
    expect(splitter.push(Buffer.from('a\nb\nc')).map(({ bytes }) => bytes.toString())).toEqual(['a', 'b']);
    expect(splitter.push(Buffer.from('d\n')).map(({ bytes }) => bytes.toString())).toEqual(['cd']);
  });

  it('have a last one without a line break, and none after one', () => {
    expect(split('one\ntwo')).toEqual([
      ['one', 3],
      ['two', 3],
    ]);
    expect(split('one\n')).toEqual([['one', 3]]);
    expect(split()).toEqual([]);
  });

  it('lose the carriage return of a line break of Windows, and no other', () => {
    expect(split('a\r\n\r\nb\rc\n')).toEqual([
      ['a', 1],
      ['', 0],
      ['b\rc', 3],
    ]);
    expect(split('a\r', '\nb\n')).toEqual([
      ['a', 1],
      ['b', 1],
    ]);
  });

  it('keep their beginning and their true size when they are long, in one piece or in many', () => {
    const lines = [
      ['12345678', 12],
      ['short', 5],
    ];
    expect(split('123456789abc\nshort\n')).toEqual(lines);
    expect(split('1234', '56', '789', 'abc\nsh', 'ort\n')).toEqual(lines);
  });

  it('that are just as long as what is kept are whole', () => {
    expect(split('12345678\n')).toEqual([['12345678', 8]]);
    expect(split('1234567\r\n')).toEqual([['1234567', 7]]);
  });

  it('that were cut keep a carriage return, which is not their end', () => {
    expect(split('1234567\rrest\n')).toEqual([['1234567\r', 12]]);
  });
});
