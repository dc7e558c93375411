import { csvRow } from './csv';

describe('a row of CSV', () => {
  it('tells nothing from empty text, and writes lists as JSON', () => {
    expect(csvRow(['a', null, '', 5, true, ['x', 'y']])).toBe('a,,"",5,true,"[""x"",""y""]"\r\n');
  });

  it.each([
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    ['two\r\nlines', '"two\r\nlines"'],
    [' spaces ', ' spaces '],
    ['é 日本', 'é 日本'],
  ])('quotes %j only where it must', (text, cell) => {
    expect(csvRow([text])).toBe(`${cell}\r\n`);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '\nx', '＝1', "'=1", "'quoted'"])(
    'keeps a spreadsheet from reading %j as a formula',
    (text) => {
      const cell = csvRow([text]).slice(0, -2);
      const unquoted = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
      expect(unquoted).toBe(`'${text}`);
    }
  );

  it('leaves numbers as they are, negative ones too', () => {
    expect(csvRow([-5, 1.5])).toBe('-5,1.5\r\n');
  });
});
