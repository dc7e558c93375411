import { cutBytes } from './cutBytes';
import { OutputReader } from './outputReader';

const CLOCK = { now: () => 7, at: (monotonic: number) => monotonic + 100 };
const chunk = (text: string): Buffer => Buffer.from(text);
const logged = (message: string): string => `\0\x1eLOG${JSON.stringify({ t: 5, l: 2, c: 'cat', m: message })}\n`;

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

  it.each([
    ['that end at line feeds are lines, also empty ones', ['a\n\nb\n'], ['a', '', 'b']],
    ['that end as in Windows are the same', ['a\r\n\r\nb\r\n'], ['a', '', 'b']],
    [
      'that are cut between carriage return and line feed are the same',
      ['a\r', '\n\r', '\n', 'b\r', '\n'],
      ['a', '', 'b'],
    ],
    ['of a progress bar are a line each', ['\r10%\r20%', '\r100%\n', 'done\n'], ['10%', '20%', '100%', 'done']],
    ['of one that ends with its carriage return are, too', ['10%\r', '20%\r', '\n', 'done\n'], ['10%', '20%', 'done']],
    ['that are overwritten twice are there once', ['\r\ra\r\r\n\n'], ['a', '']],
    ['that nothing ends are the last line', ['10%\r20%'], ['10%', '20%']],
    [
      'that a log line interrupts go on after it, to their carriage return',
      [`10%\r20${logged('x')}%\r30%${logged('y')}\rlast\n`],
      ['10%', 'x', '20%', 'y', '30%', 'last'],
    ],
  ])('reads lines in a character at a time as in one piece: those %s', (_what, chunks, expected) => {
    for (const pieces of [chunks, [chunks.join('')], [...chunks.join('')]]) {
      const reader = new OutputReader('stdout', 100, CLOCK);
      const lines = [...pieces.flatMap((piece) => reader.push(chunk(piece))), ...reader.end()];
      expect(lines.map(({ message }) => message)).toEqual(expected);
    }
  });

  it('counts neither the line feed nor the carriage return as part of a line', () => {
    const lines = new OutputReader('stdout', 3, CLOCK).push(chunk('abc\r\nabcd\r\n'));
    expect(lines.map(({ message, truncatedFrom }) => [message, truncatedFrom])).toEqual([
      ['abc', undefined],
      ['abc', 4],
    ]);
  });
});

describe('a progress bar that stands still', () => {
  const texts = (lines: Array<{ message: string }>): string[] => lines.map(({ message }) => message);

  it('is given as it is, and what follows is neither lost nor doubled', () => {
    const reader = new OutputReader('stdout', 100, CLOCK);
    expect(texts(reader.push(chunk('\r10%')))).toEqual([]);
    expect(texts(reader.standing())).toEqual(['10%']);
    expect(texts(reader.standing())).toEqual([]);
    expect(texts(reader.push(chunk('\r20%')))).toEqual([]);
    expect(texts(reader.standing())).toEqual(['20%']);
    expect(texts(reader.push(chunk(' and more')))).toEqual([]);
    expect(texts(reader.standing())).toEqual([' and more']);
    expect(texts(reader.push(chunk('\nnext\n')))).toEqual(['next']);
    expect(texts(reader.end())).toEqual([]);
  });

  it('is no line that only has not ended yet', () => {
    const reader = new OutputReader('stdout', 100, CLOCK);
    reader.push(chunk('10%\r20%\ncounting ... '));
    expect(texts(reader.standing())).toEqual([]);
    expect(texts(reader.push(chunk('counted\n')))).toEqual(['counting ... counted']);
  });

  it('is given with what a log line interrupted', () => {
    const reader = new OutputReader('stdout', 100, CLOCK);
    reader.push(chunk(`\r10${logged('x')}`));
    expect(texts(reader.standing())).toEqual(['10']);
    expect(texts(reader.push(chunk('%\n')))).toEqual(['%']);
  });

  it.each([
    ['a character', Buffer.from('\ré').subarray(0, 2), Buffer.from('é\n').subarray(1), ['é']],
    ['a log line', chunk(`\r10%${logged('x').slice(0, 9)}`), chunk(`${logged('x').slice(9)}\r`), ['x', '10%']],
  ])('waits for the rest of %s', (_what, first, rest, expected) => {
    const reader = new OutputReader('stdout', 100, CLOCK);
    reader.push(first);
    expect(reader.standing()).toEqual([]);
    expect(texts(reader.push(rest))).toEqual(expected);
  });
});
