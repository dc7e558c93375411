import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { ApiError } from '../errors/errors';
import { exportBody, exportPieces } from './exportBody';
import { SUMMARY_FORMATS } from './exportFormats';

const COVERAGE = { asOf: 1, from: null, to: null, isCut: false, notice: null };

describe('the body of an export', () => {
  it('whose reader takes nothing for too long is given up, and what made it is ended', async () => {
    let isEnded = false;
    async function* endless(): AsyncGenerator<string> {
      try {
        for (;;) {
          yield 'x'.repeat(65_536);
        }
      } finally {
        isEnded = true;
      }
    }
    const stop = new AbortController();
    const body = await exportBody(endless(), stop, 20);
    body.read(1);
    const [error] = (await once(body, 'error')) as [ApiError];
    expect(error).toMatchObject({ code: 'EXPORT_BUDGET', detail: expect.stringContaining('0.02 s') });
    expect(stop.signal.aborted).toBe(true);
    expect(isEnded).toBe(true);
  });

  it('breaks off when the controller stops', async () => {
    async function* pieces(): AsyncGenerator<string> {
      yield 'first';
      await new Promise(() => undefined);
    }
    const stop = new AbortController();
    const body = await exportBody(pieces(), stop, 60_000);
    const broken = once(body, 'error');
    body.resume();
    stop.abort(new ApiError('SHUTTING_DOWN', 'stopping'));
    await expect(broken).resolves.toMatchObject([{ code: 'SHUTTING_DOWN' }]);
  });

  it('that fails before its first piece is no body but the error', async () => {
    async function* fails(): AsyncGenerator<never[]> {
      throw new ApiError('BAD_REGEX', 'wrong');
    }
    const pieces = exportPieces(fails(), SUMMARY_FORMATS.ndjson, () => COVERAGE);
    await expect(exportBody(pieces, new AbortController(), 60_000)).rejects.toMatchObject({ code: 'BAD_REGEX' });
  });

  it('of no rows is the header as CSV, and the coverage as NDJSON', async () => {
    async function* nothing(): AsyncGenerator<never[]> {
      yield [];
    }
    const read = async (format: 'csv' | 'ndjson') =>
      text(
        await exportBody(
          exportPieces(nothing(), SUMMARY_FORMATS[format], () => COVERAGE),
          new AbortController(),
          60_000
        )
      );
    expect(await read('csv')).toMatch(/^guid,id,source,.*\r\n$/);
    expect(JSON.parse(await read('ndjson'))).toEqual({ coverage: COVERAGE, rows: 0 });
  });

  it('as CSV says in its last line that it is not whole: where it broke off, or what it lacks', async () => {
    const ends = SUMMARY_FORMATS.csv.end;
    const problem = new ApiError('EXPORT_BUDGET', 'Expected it to end.').toProblem();
    expect(ends({ rows: 7, problem })).toMatch(/^"?# Not whole, broken off after 7 rows: Expected it to end\. Export/);
    expect(ends({ rows: 7, coverage: { ...COVERAGE, isCut: true, notice: '3 lines were dropped.' } })).toBe(
      '# Not whole: 3 lines were dropped.\r\n'
    );
    expect(ends({ rows: 7, coverage: COVERAGE })).toBe('');
  });
});
