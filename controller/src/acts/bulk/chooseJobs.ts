import { LIMITS, OWN_SOURCE, type BulkAction, type BulkActRequest } from '@openvcloud/contract';
import { longRead, type Database } from '../../database/database';
import { Parameters } from '../../database/parameters';
import { ApiError } from '../../errors/errors';
import { createdWithin } from '../../query/createdWithin';
import { jobConditions } from '../../query/jobFilters';
import { jobSource } from '../../query/jobSource';
import { jobQuestion, refuseNul } from '../../query/question';
import { timeRangeSql } from '../../query/filterSql';
import type { TimeWindow } from '../../query/timeWindow';
import { guidTime } from '../../text/guid';
import type { ChosenJob } from './bulkActs';

const DAY_MS = 86_400_000;

/** Which jobs can be acted on at all. */
const ACTIONABLE: Readonly<Record<BulkAction, string>> = {
  cancel: 'is_live',
  rerun: 'not is_live and jumpscript_id is not null',
};

/** The jobs that the request means and that can be acted on, oldest first. Throws when there are none, or too many. */
export async function chooseJobs(
  database: Database,
  gid: number,
  request: BulkActRequest,
  { now, signal }: { now: number; signal: AbortSignal }
): Promise<ChosenJob[]> {
  refuseEmpty(request);
  const { action, guids } = request;
  const options = longRead({ signal, name: 'choose_jobs' });
  const parameters = new Parameters();
  let source = 'jobs';
  const conditions = [`gid = ${parameters.add(gid)}`, `source = ${parameters.add(OWN_SOURCE)}`, ACTIONABLE[action]];
  if (guids === undefined) {
    const { filter, q, from, to, timeField } = request;
    const asked = jobQuestion({ filter, q, from, to, timeField });
    source = jobSource(asked, now);
    conditions.push(...jobConditions(await createdWithin(database, asked, options), parameters));
  } else {
    guids.forEach((guid) => refuseNul(guid, 'guids'));
    conditions.push(
      `guid = any(${parameters.add(guids)}::text[])`,
      ...timeRangeSql('time_create', daysOf(guids), parameters)
    );
  }
  const rows = await database.read<ChosenJob>(
    {
      text: `select guid, time_create as "timeCreate" from ${source} where ${conditions.join(' and ')} order by time_create, guid limit ${LIMITS.bulkJobs + 1}`,
      values: parameters.values,
    },
    options
  );
  if (rows.length === 0) {
    throw new ApiError('NOTHING_TO_ACT_ON', `Expected jobs to ${action}, got none.`);
  }
  if (rows.length > LIMITS.bulkJobs) {
    throw new ApiError('TOO_MANY_JOBS', `Expected at most ${LIMITS.bulkJobs} jobs to ${action}, got more.`);
  }
  return rows;
}

/** When jobs of these guids can have been created, where all of them say. */
function daysOf(guids: readonly string[]): TimeWindow {
  const times = guids.map((guid) => guidTime(guid) ?? NaN);
  return times.some(Number.isNaN) ? {} : { from: Math.min(...times) - DAY_MS, to: Math.max(...times) + DAY_MS };
}

function refuseEmpty({ guids, filter = [], q = '' }: BulkActRequest): void {
  const isFiltered = filter.length > 0 || q.trim() !== '';
  if (guids === undefined && !isFiltered) {
    throw new ApiError('EMPTY_FILTER', 'Expected guids, or a filter or a search text, got none of them.');
  }
  if (guids !== undefined && isFiltered) {
    throw new ApiError('BAD_TARGET', 'Expected either guids or a filter, got both.', {
      action: 'Name the jobs, or say what they have in common.',
    });
  }
}
