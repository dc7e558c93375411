import type { Coverage } from '@openvcloud/contract';
import { Readable } from 'node:stream';
import { ApiError } from '../errors/errors';
import { toApiError } from '../errors/toApiError';
import type { ExportFormat } from './exportFormats';

/** Text is given on in pieces of about this many characters. */
const PIECE_CHARS = 65_536;

/**
 * Rows → text. A failure after the first piece is said in the last line, where the format has one, and then thrown: the
 * connection breaks, so that a part is never taken for the whole.
 */
export async function* exportPieces<Row>(
  fetches: AsyncIterable<readonly Row[]>,
  format: ExportFormat<Row>,
  coverage: () => Coverage
): AsyncGenerator<string> {
  let rows = 0;
  let text = format.header;
  let hasBegun = false;
  try {
    for await (const fetched of fetches) {
      for (const row of fetched) {
        text += format.row(row);
        rows += 1;
        if (text.length >= PIECE_CHARS) {
          hasBegun = true;
          yield text;
          text = '';
        }
      }
    }
    const end = text + format.end({ coverage: coverage(), rows });
    if (end !== '') {
      yield end;
    }
  } catch (error) {
    if (hasBegun) {
      yield text + format.end({ rows, problem: toApiError(error).toProblem() });
    }
    throw error;
  }
}

/**
 * The pieces as an answer's body, the first one already made: what is wrong with the request is still a clear answer then.
 * A reader that takes nothing for `stallMs` is given up; so is every reader when `stop` is aborted.
 */
export async function exportBody(
  pieces: AsyncGenerator<string>,
  stop: AbortController,
  stallMs: number
): Promise<Readable> {
  const first = await pieces.next();
  let isFirst = true;
  let stall: NodeJS.Timeout | undefined;
  const source: AsyncIterator<string> = {
    next: async () => {
      clearTimeout(stall);
      const piece = isFirst ? first : await pieces.next();
      isFirst = false;
      if (piece.done !== true) {
        stall = setTimeout(() => stop.abort(stalled(stallMs)), stallMs).unref();
      }
      return piece;
    },
    return: (value: unknown) => {
      clearTimeout(stall);
      return pieces.return(value);
    },
  };
  const body = Readable.from({ [Symbol.asyncIterator]: () => source }, { objectMode: false });
  stop.signal.addEventListener('abort', () => body.destroy(toApiError(stop.signal.reason)), { once: true });
  return body;
}

function stalled(stallMs: number): ApiError {
  return new ApiError('EXPORT_BUDGET', `Expected the reader to read on within ${stallMs / 1000} s, it did not.`);
}
