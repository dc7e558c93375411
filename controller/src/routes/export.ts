import { describeDropped, LIMITS, type LinesOfJob } from '@openvcloud/contract';
import { DETAILS_FORMATS, LINE_FORMATS, SUMMARY_FORMATS } from '../export/exportFormats';
import { ExportSlots } from '../export/exportSlots';
import { runExport } from '../export/runExport';
import { ApiError } from '../errors/errors';
import type { Caller } from '../http/authenticate';
import type { Call, Handlers, StreamAnswer } from '../http/handler';
import type { Services } from './services';
import { jobQuestion, logQuestion, refuseNul } from '../query/question';
import { findJobOfLines, jobRows } from '../jobs/jobs';
import { logRows } from '../logs/logs';
import type { JobOfLines } from '../logs/logStart';

/** Rows held in memory at a time: of jobs with details up to 5 MB each, of log lines 64 KB, of jobs a few KB. */
const ROWS_PER_FETCH = { details: 8, lines: 250, summary: 1_000 } as const;

export function exportRoutes(services: Services): Handlers<'exportRows'> {
  const { database, now } = services;
  const slots = new ExportSlots(LIMITS.exports, LIMITS.exportsPerToken);

  return {
    exportRows: async ({ query, caller, signal }) =>
      query.of === 'logs' ? exportLines(query, caller, signal) : exportJobs(query, caller, signal),
  };

  async function exportJobs(query: ExportQuery, caller: Caller, signal: AbortSignal): Promise<StreamAnswer> {
    refuse(query, 'jobs', ['guid', 'direction']);
    const format = query.format ?? 'ndjson';
    const request = { name: 'openvcloud-jobs', range: query };
    return query.details === true
      ? runExport(
          services,
          {
            ...request,
            rows: jobRows(jobQuestion(query), now(), query.sort, 'details'),
            format: DETAILS_FORMATS[format],
            rowsPerFetch: ROWS_PER_FETCH.details,
          },
          signal,
          slots.take(caller)
        )
      : runExport(
          services,
          {
            ...request,
            rows: jobRows(jobQuestion(query), now(), query.sort),
            format: SUMMARY_FORMATS[format],
            rowsPerFetch: ROWS_PER_FETCH.summary,
          },
          signal,
          slots.take(caller)
        );
  }

  async function exportLines(query: ExportQuery, caller: Caller, signal: AbortSignal): Promise<StreamAnswer> {
    refuse(query, 'logs', ['timeField', 'sort', 'details']);
    const question = logQuestion(query);
    const job = query.guid === undefined ? null : await jobOfLines(caller.gid, query.guid, signal);
    const notice = job === null ? null : describeDropped(job);
    const place = job === null ? '' : `-${job.guid.replace(/[^\w-]/g, '_')}`;
    return runExport(
      services,
      {
        rows: logRows({ ...query, question }, job),
        format: LINE_FORMATS[query.format ?? 'ndjson'],
        rowsPerFetch: ROWS_PER_FETCH.lines,
        name: `openvcloud-logs${place}`,
        range: query,
        ...(notice === null ? {} : { notice: `${notice}.` }),
      },
      signal,
      slots.take(caller)
    );
  }

  function jobOfLines(gid: number | null, guid: string, signal: AbortSignal): Promise<JobOfLines & LinesOfJob> {
    refuseNul(guid, 'guid');
    return findJobOfLines(database, gid, guid, { signal });
  }
}

type ExportQuery = Call<'exportRows'>['query'];

function refuse(query: ExportQuery, of: string, names: ReadonlyArray<keyof ExportQuery>): void {
  const found = names.find((name) => query[name] !== undefined);
  if (found !== undefined) {
    throw new ApiError('BAD_PARAMETER', `Expected no ${names.join(', no ')} with of=${of}, got ${found}.`);
  }
}
