import type { FailureActRequest } from '@openvcloud/contract';
import type { Transaction } from '../database/queryable';
import { ApiError } from '../errors/errors';
import { storable } from '../text/storable';
import { knownGroup } from './listFailures';
import { readingOf, type StoredGroup } from './readGroups';

/** Which group, by whom, when (epoch milliseconds). */
export interface Decision {
  gid: number;
  key: string;
  by: string;
  now: number;
}

type Work = (
  transaction: Transaction,
  group: StoredGroup,
  decision: Decision,
  request: FailureActRequest
) => Promise<void>;

const WORK: Readonly<Record<FailureActRequest['act'], Work>> = {
  resolve: (transaction, { gid, id, currentVersion }, { by, now }) =>
    change(transaction, gid, id, {
      ...NOT_IGNORED,
      resolved_at: now,
      resolved_by: by,
      resolved_version: currentVersion,
    }),
  ignore: (transaction, { gid, id, currentVersion }, { by, now }, { until, count, perHour, untilEdit }) => {
    if (until !== undefined && until <= now) {
      throw new ApiError('BAD_TIME_RANGE', `Expected until in the future, got ${until}; it is ${now}.`);
    }
    return change(transaction, gid, id, {
      ignored_at: now,
      ignored_by: by,
      ignored_until: until ?? null,
      ignored_count: count ?? null,
      ignored_per_hour: perHour ?? null,
      ignored_version: untilEdit === true ? (currentVersion ?? 0) : null,
    });
  },
  reopen: (transaction, { gid, id }) =>
    change(transaction, gid, id, { ...NOT_IGNORED, resolved_at: null, resolved_by: null, resolved_version: null }),
  note: (transaction, { gid, id }, { by, now }, { note = '' }) => {
    const text = storable(note).trim();
    return change(transaction, gid, id, {
      note: text || null,
      noted_by: text ? by : null,
      noted_at: text ? now : null,
    });
  },
  merge: mergeInto,
};

const NOT_IGNORED = {
  ignored_at: null,
  ignored_by: null,
  ignored_until: null,
  ignored_count: null,
  ignored_per_hour: null,
  ignored_version: null,
};

/** Does one thing to a group that the transaction then holds. Throws what is wrong with it. */
export async function decideFailure(
  transaction: Transaction,
  decision: Decision,
  request: FailureActRequest
): Promise<void> {
  const { gid, key, now } = decision;
  // Two people who merge at once would each merge into a group that is merged itself.
  await transaction.query({
    text: 'select pg_advisory_xact_lock(hashtextextended($1, $2))',
    values: ['failure groups', gid],
  });
  const group = await knownGroup(readingOf(transaction), gid, key, now, {});
  await WORK[request.act](transaction, group, decision, request);
}

async function mergeInto(
  transaction: Transaction,
  group: StoredGroup,
  { gid, now }: Decision,
  { into }: FailureActRequest
): Promise<void> {
  if (into === undefined) {
    throw new ApiError('BAD_BODY', 'Expected the key of another group as into, got none.');
  }
  const target = await knownGroup(readingOf(transaction), gid, into, now, {});
  if (target.id === group.id) {
    throw new ApiError('BAD_BODY', `Expected the key of another group as into, got "${into}", which is the same one.`);
  }
  await transaction.query({
    text: 'update failure_groups set merged_into = $3 where gid = $1 and id = any($2)',
    values: [gid, group.ids, target.id],
  });
}

async function change(
  transaction: Transaction,
  gid: number,
  id: number,
  values: Record<string, unknown>
): Promise<void> {
  const assigned = Object.keys(values).map((column, index) => `${column} = $${index + 3}`);
  await transaction.query({
    text: `update failure_groups set ${assigned.join(', ')} where gid = $1 and id = $2`,
    values: [gid, id, ...Object.values(values)],
  });
}
