import { TextEncoder } from 'node:util';
import { ExportReader } from './exportReader';

function read(format: 'csv' | 'ndjson', ...chunks: string[]) {
  const reader = new ExportReader(format === 'csv');
  chunks.forEach((chunk) => reader.read(Uint8Array.from(new TextEncoder().encode(chunk))));
  return reader.end();
}

describe('an export as NDJSON', () => {
  it('is whole when its last line says so', () => {
    const end = { coverage: { isCut: false, notice: null }, rows: 2 };
    expect(read('ndjson', '{"a":1}\n{"a"', `:2}\n${JSON.stringify(end)}\n`)).toEqual({ rows: 2 });
    expect(read('ndjson', `${JSON.stringify({ ...end, rows: 0 })}\n`)).toEqual({ rows: 0 });
  });

  it('says what it lacks', () => {
    const cut = { coverage: { isCut: true, notice: '3 lines were dropped.' }, rows: 1 };
    expect(read('ndjson', `{}\n${JSON.stringify(cut)}\n`)).toEqual({ rows: 1, missing: '3 lines were dropped.' });
    const problem = { rows: 1, problem: { detail: 'It took too long.' } };
    expect(read('ndjson', `{}\n${JSON.stringify(problem)}\n`)).toEqual({ rows: 1, missing: 'It took too long.' });
  });

  it.each(['', '{"a":1}\n', '{"a":1}\n{"a"', '{}\n{"message":"Failed to call resource"}', 'null\n'])(
    'that ends as %j is not whole',
    (text) => {
      expect(read('ndjson', text).missing).toMatch(/ends without saying/);
    }
  );
});

describe('an export as CSV', () => {
  it('counts rows, of several lines also', () => {
    expect(read('csv', 'guid,message\r\na,"one', '\ntw""o\r\n"\r\nb,x\r\n')).toEqual({ rows: 2 });
    expect(read('csv', 'guid\r\n')).toEqual({ rows: 0 });
  });

  it.each([
    ['"# Not whole, broken off after 1 rows: a ""b"", c."\r\n', 'broken off after 1 rows: a "b", c.'],
    ['# Not whole: lines were dropped.\r\n', 'lines were dropped.'],
  ])('says by its last line %j what it lacks', (line, missing) => {
    expect(read('csv', `guid\r\na\r\n${line}`)).toEqual({ rows: 1, missing });
  });

  it('is not whole when its last row has no end, or something follows', () => {
    expect(read('csv', 'guid\r\na').missing).toMatch(/ends without saying/);
    expect(read('csv', 'guid\r\na\r\n{"message":"Failed to call resource"}').missing).toMatch(/ends without saying/);
  });

  it('keeps its last line whatever came before', () => {
    expect(read('csv', `guid\r\n${'x'.repeat(100_000)}\r\n`, '# Not whole: y\r\n')).toEqual({ rows: 1, missing: 'y' });
  });
});
