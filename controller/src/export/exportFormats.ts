import { Job, JobSummary, LogLine, type ExportEnd } from '@openvcloud/contract';
import { jobError } from '../jobs/errorColumns';
import { jobJson } from '../jobs/jobJson';
import type { StoredJob } from '../jobs/jobs';
import { csvRow } from './csv';

/** How rows become text. `Row` is a row as PostgreSQL gives it. */
export interface ExportFormat<Row> {
  mediaType: string;
  extension: string;
  header: string;
  row(row: Row): string;
  /** The last line: that it is whole, or why it is not. As CSV what is whole has none. */
  end(end: ExportEnd): string;
}

export const SUMMARY_FORMATS = formatsOf<JobSummary>(Object.keys(JobSummary.properties), jsonLine, (row) => row);
export const LINE_FORMATS = formatsOf<LogLine>(Object.keys(LogLine.properties), jsonLine, (row) => row);
/** args and result stay the JSON text they were stored as, on one line: line ends in it can only stand between values. */
export const DETAILS_FORMATS = formatsOf<StoredJob>(
  Object.keys(Job.properties),
  (job) => `${jobJson(job).replace(/[\r\n]/g, ' ')}\n`,
  (job) => ({ ...job, error: jobError(job) })
);

function formatsOf<Row extends object>(
  columns: readonly string[],
  line: (row: Row) => string,
  cells: (row: Row) => object
): Record<'ndjson' | 'csv', ExportFormat<Row>> {
  return {
    ndjson: {
      mediaType: 'application/x-ndjson',
      extension: 'ndjson',
      header: '',
      row: line,
      end: (end) => jsonLine(end),
    },
    csv: {
      mediaType: 'text/csv; charset=utf-8; header=present',
      extension: 'csv',
      header: csvRow(columns),
      row: (row) => {
        const values = new Map<string, unknown>(Object.entries(cells(row)));
        return csvRow(columns.map((column) => values.get(column)));
      },
      end: csvEnd,
    },
  };
}

/** One cell, which no row has: a reader of CSV stumbles over it, and a person sees it. */
function csvEnd({ rows, coverage, problem }: ExportEnd): string {
  if (problem !== undefined) {
    return csvRow([`# Not whole, broken off after ${rows} rows: ${problem.detail} ${problem.action}`]);
  }
  return coverage?.isCut === true ? csvRow([`# Not whole: ${coverage.notice ?? 'a limit removed rows.'}`]) : '';
}

function jsonLine(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
