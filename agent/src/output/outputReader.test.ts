import { cutBytes } from './cutBytes';
import { LineSplitter } from './lineSplitter';
import { OutputReader } from './outputReader';

const CLOCK = { now: () => 7, at: (monotonic: number) => monotonic + 100 };
const chunk = (text: string): Buffer => Buffer.from(text);
const line = (text: string) => ({ bytes: Buffer.from(text), size: Buffer.byteLength(text) });
const logged = (message: string): string => `\0\x1eLOG${JSON.stringify({ t: 5, l: 2, c: 'cat', m: message })}\n`;

describe('LineSplitter', () => {
  it('joins what came in pieces, in the middle of a character too', () => {
    const splitter = new LineSplitter(100);
    const bytes = Buffer.from('snø\r\nnext');
    expect(splitter.push(bytes.subarray(0, 3))).toEqual([]);
    expect(splitter.push(bytes.subarray(3))).toEqual([line('snø')]);
    expect(splitter.end()).toEqual([line('next')]);
    expect(splitter.end()).toEqual([]);
  });

  it('keeps empty lines', () => {
    expect(new LineSplitter(100).push(chunk('\n\na\n'))).toEqual([line(''), line(''), line('a')]);
  });

  it('keeps the beginning of a longer one, and its true size', () => {
    const splitter = new LineSplitter(4);
    expect(splitter.push(chunk('abcdef\r\ngh'))).toEqual([{ bytes: Buffer.from('abcd'), size: 7 }]);
    expect(splitter.push(chunk('ij\n'))).toEqual([line('ghij')]);
  });
});

describe('cutBytes', () => {
  it.each([
    [4, 'aaaaaaaa', 'aaaa'],
    [4, 'aaaéé', 'aaa'],
    [5, 'aaaéé', 'aaaé'],
    [5, 'aa❄❄', 'aa❄'],
    [4, 'aa❄❄', 'aa'],
    [3, '😀😀', ''],
    [8, '😀😀', '😀😀'],
  ])('cuts at %d bytes between characters: %s', (limit, text, kept) => {
    expect(cutBytes(Buffer.from(text), limit).toString()).toBe(kept);
  });
});

describe('OutputReader', () => {
  it('gives printed lines the level of their stream', () => {
    expect(new OutputReader('stdout', 100, CLOCK).push(chunk('a\n'))).toEqual([
      { time: 7, level: 5, category: 'stdout', message: 'a' },
    ]);
    expect(new OutputReader('stderr', 100, CLOCK).push(chunk('a\n'))).toEqual([
      { time: 7, level: 3, category: 'stderr', message: 'a' },
    ]);
  });

  it('keeps log lines in their place among printed ones, and joins a printed line that one interrupted', () => {
    const reader = new OutputReader('stdout', 100, CLOCK);
    const lines = reader.push(chunk(`first\nhalf ${logged('logged\nin two lines')}a line\n`));
    expect(lines.map(({ message, level, time }) => [message, level, time])).toEqual([
      ['first', 5, 7],
      ['logged\nin two lines', 2, 105],
      ['half a line', 5, 7],
    ]);
  });

  it('shows an interrupted last line at the end', () => {
    const reader = new OutputReader('stdout', 100, CLOCK);
    reader.push(chunk(`half ${logged('x')}`));
    expect(reader.end()).toEqual([{ time: 7, level: 5, category: 'stdout', message: 'half ' }]);
  });

  it('takes a mark with garbage behind it for what it is: text', () => {
    expect(new OutputReader('stdout', 100, CLOCK).push(chunk('\0\x1eLOG{no json\n'))[0]?.message).toBe(
      '\ufffd\x1eLOG{no json'
    );
  });

  it('obeys no marks on standard error, where only subprocesses write', () => {
    expect(new OutputReader('stderr', 100, CLOCK).push(chunk(logged('x')))[0]?.category).toBe('stderr');
  });

  it('shortens a message to the limit and tells its true size', () => {
    expect(new OutputReader('stdout', 10, CLOCK).push(chunk(`${'é'.repeat(20_000)}\n`))).toEqual([
      { time: 7, level: 5, category: 'stdout', message: 'ééééé', truncatedFrom: 40_000 },
    ]);
  });
});
