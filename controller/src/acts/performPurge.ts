import type { Transaction } from '../database/queryable';
import { ApiError } from '../errors/errors';
import { toApiError } from '../errors/toApiError';
import type { ActDeps } from './actDeps';
import { updateAudit, writeAudit } from './audit';
import { purgeJobs, type Purged } from './purge';
import type { ActCall } from './performAct';

const RUNNING = 'RUNNING';
/** The last moment that a Date can hold. */
const LAST_TIME = 8.64e15;

/**
 * Not one transaction: what is gone stays gone when the caller leaves or the controller dies. So the first batch writes
 * the event of the audit trail, and each one what is gone with it: a crash leaves an event that says RUNNING, and how much.
 */
export async function performPurge(
  { database, config: { gid }, now, log }: ActDeps,
  { caller, ip, requestId }: Pick<ActCall, 'caller' | 'ip' | 'requestId'>,
  olderThan: number,
  signal: AbortSignal
): Promise<Purged> {
  const event = {
    time: now(),
    user: caller.name,
    role: caller.role,
    tokenId: caller.tokenId,
    ip,
    action: 'job.purge' as const,
    target: new Date(Math.min(olderThan, LAST_TIME)).toISOString(),
    requestId,
  };
  const noteBatch = async (transaction: Transaction, gone: Purged, isAll: boolean): Promise<void> => {
    const state = { outcome: isAll ? 'OK' : RUNNING, details: { olderThan, ...gone } };
    if (!(await updateAudit(transaction, gid, event, state))) {
      await writeAudit(transaction, gid, { ...event, ...state });
    }
  };
  try {
    if (olderThan > now()) {
      throw new ApiError('BAD_TIME_RANGE', `Expected olderThan in the past, got ${olderThan}; it is ${now()}.`);
    }
    return await purgeJobs(database, gid, olderThan, noteBatch, signal);
  } catch (error) {
    const { code, detail } = toApiError(error);
    const nothing = { ...event, outcome: code, details: { olderThan, jobs: 0, logLines: 0, detail } };
    await updateAudit(database, gid, event, { outcome: code })
      .then((isNoted) => (isNoted ? undefined : writeAudit(database, gid, nothing)))
      .catch((err: unknown) => log.error({ err, ...nothing }, 'the end of a purge is missing from the audit trail'));
    throw error;
  }
}
