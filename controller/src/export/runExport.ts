import { LIMITS, type Coverage } from '@openvcloud/contract';
import type { QueryResultRow } from 'pg';
import type { Database } from '../database/database';
import { openSnapshot } from '../database/snapshot';
import { ApiError } from '../errors/errors';
import { StreamAnswer } from '../http/handler';
import { exportStatements, fetchRows } from './exportRows';
import type { List } from '../lists/planList';
import { exportBody, exportPieces } from './exportBody';
import type { ExportFormat } from './exportFormats';

export interface ExportDeps {
  database: Database;
  now: () => number;
  stopping: AbortSignal;
}

export interface ExportRequest<Row> {
  rows: List;
  format: ExportFormat<Row>;
  /** Small enough that so many of the largest rows fit the memory. */
  rowsPerFetch: number;
  /** Of the file, without its ending. */
  name: string;
  range: { from?: number; to?: number };
  /** What is missing of it from the start. */
  notice?: string;
}

/** Rows of one moment as an answer that is read and written in pieces. `release` is called when it has ended, however. */
export async function runExport<Row extends QueryResultRow>(
  { database, now, stopping }: ExportDeps,
  { rows, format, rowsPerFetch, name, range, notice }: ExportRequest<Row>,
  signal: AbortSignal,
  release: () => void
): Promise<StreamAnswer> {
  const stop = new AbortController();
  const leave = () =>
    stop.abort(new ApiError('REQUEST_ABANDONED', 'Expected the caller to read all rows, got a closed connection.'));
  const halt = () => stop.abort(new ApiError('SHUTTING_DOWN', 'Expected to export all rows, the controller stops.'));
  const coverage: Coverage = {
    asOf: now(),
    from: range.from ?? null,
    to: range.to ?? null,
    isCut: notice !== undefined,
    notice: notice ?? null,
  };
  async function* fetches(): AsyncGenerator<Row[]> {
    signal.addEventListener('abort', leave);
    stopping.addEventListener('abort', halt);
    if (signal.aborted || stopping.aborted) {
      (signal.aborted ? leave : halt)();
    }
    try {
      const statements = await exportStatements(database, rows, { signal, name: 'export' });
      const snapshot = await openSnapshot(database, { statementMs: LIMITS.exportReadMs, signal: stop.signal });
      try {
        coverage.asOf = now();
        for await (const fetched of fetchRows<Row>(snapshot, statements, rowsPerFetch)) {
          refuseTooLong(now() - coverage.asOf);
          yield fetched;
        }
      } finally {
        await snapshot.close();
      }
    } finally {
      signal.removeEventListener('abort', leave);
      stopping.removeEventListener('abort', halt);
      release();
    }
  }
  const body = await exportBody(
    exportPieces(fetches(), format, () => coverage),
    stop,
    LIMITS.exportStallMs
  );
  return new StreamAnswer(format.mediaType, body, {
    'content-disposition': `attachment; filename="${name}-${compactTime(coverage.asOf)}.${format.extension}"`,
    'cache-control': 'no-store',
  });
}

function refuseTooLong(ms: number): void {
  if (ms > LIMITS.exportMs) {
    throw new ApiError('EXPORT_BUDGET', `Expected an export to end within ${LIMITS.exportMs / 60_000} minutes.`);
  }
}

/** 20260131T235959Z: no character that a file system refuses. */
function compactTime(time: number): string {
  return new Date(time).toISOString().replace(/[-:]|\.\d+/g, '');
}
