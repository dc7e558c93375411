import {
  FAILURE_STATUSES,
  LIMITS,
  type FailureGroup,
  type FailureList,
  type FailureStatus,
} from '@openvcloud/contract';
import { longRead, type Database } from '../database/database';
import type { QueryOptions } from '../database/queryable';
import { bucketTimes } from '../counts/series';
import { ApiError } from '../errors/errors';
import { refuseNul, type FailureQuestion } from '../query/question';
import { groupDetails, type GroupDetails } from './groupDetails';
import { wantedStatuses } from './failureRows';
import { groupStatus } from './groupStatus';
import { readGroup, readGroups, type Read, type StoredGroup } from './readGroups';

export interface FailureRequest {
  question: FailureQuestion;
  bucketMs?: number;
  limit?: number;
}

/** Groups of the window with exact counts, the most frequent first; those past the limit are counted, too. */
export async function listFailures(
  database: Database,
  { question, bucketMs, limit = LIMITS.defaultPageRows }: FailureRequest,
  now: number,
  signal: AbortSignal
): Promise<FailureList> {
  const options = longRead({ signal, name: 'list_failures' });
  const read: Read = (sql, reading) => database.read(sql, reading);
  const { from, to } = question;
  const times = bucketTimes(from, to, bucketMs);
  const wanted = wantedStatuses(question);
  const groups = (await readGroups(read, question, now, options)).map((group) => ({
    group,
    is: groupStatus(group, now),
  }));
  const matching = groups.filter(({ is }) => wanted.includes(is));
  const shown = matching.slice(0, limit);
  const details = await groupDetails(
    read,
    shown.map(({ group }) => group),
    question,
    { times, bucketMs },
    options
  );
  const isCut = shown.length < matching.length;
  return {
    times,
    bucketMs: bucketMs ?? null,
    items: shown.map(({ group, is }) => toGroup(group, is, details.get(group.id))),
    total: matching.length,
    byStatus: Object.fromEntries(FAILURE_STATUSES.map((one) => [one, groups.filter(({ is }) => is === one).length])),
    jobs: matching.reduce((sum, { group }) => sum + group.count, 0),
    coverage: {
      asOf: now,
      from: from ?? null,
      to: to ?? null,
      isCut,
      notice: isCut
        ? `Only the ${limit} most frequent of ${matching.length} groups are here: filter, or raise limit.`
        : null,
    },
  };
}

/** One group with all its jobs that are kept. */
export async function findFailure(
  read: Read,
  gid: number | null,
  key: string,
  now: number,
  options: QueryOptions
): Promise<FailureGroup> {
  const group = await knownGroup(read, gid, key, now, options);
  const ofGroup: FailureQuestion = { conditions: [{ field: 'key', operator: '=', values: [group.key] }], search: '' };
  const details = await groupDetails(read, [group], ofGroup, { times: [], bucketMs: undefined }, options);
  return toGroup(group, groupStatus(group, now), details.get(group.id));
}

export async function knownGroup(
  read: Read,
  gid: number | null,
  key: string,
  now: number,
  options: QueryOptions
): Promise<StoredGroup> {
  refuseNul(key, 'key');
  const group = await readGroup(read, gid, key, now, options);
  if (group === undefined) {
    throw unknownFailure(key);
  }
  return group;
}

export function unknownFailure(key: string): ApiError {
  return new ApiError('UNKNOWN_FAILURE', `Expected the key of a group of failures, got "${key}".`);
}

const NO_DETAILS: GroupDetails = {
  trend: [],
  nodes: 0,
  nodeNames: [],
  scripts: [],
  versions: [],
  newestJobs: [],
  newestId: null,
  lastOk: null,
};

function toGroup(group: StoredGroup, status: FailureStatus, details = NO_DETAILS): FailureGroup {
  const {
    key,
    gid,
    signature,
    signatures,
    count,
    firstSeen,
    lastSeen,
    firstScript,
    firstVersion,
    afterEditMs,
    resolvedAt,
    resolvedBy,
  } = group;
  const isIgnored = status === 'ignored';
  return {
    key,
    gid,
    signature,
    signatures,
    title: signature.split(' | ')[0] ?? signature,
    status,
    count,
    ...details,
    firstSeen,
    lastSeen,
    firstScript,
    firstVersion,
    afterEditMs,
    resolvedAt,
    resolvedBy,
    ignoredBy: isIgnored ? group.ignoredBy : null,
    ignoredUntil: isIgnored ? group.ignoredUntil : null,
    note: group.note,
    notedBy: group.notedBy,
  };
}
