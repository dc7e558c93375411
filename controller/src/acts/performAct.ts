import type { AuditAction } from '@openvcloud/contract';
import { createHash } from 'node:crypto';
import type { Transaction } from '../database/queryable';
import { retryConflicts } from '../database/retryConflicts';
import { ApiError } from '../errors/errors';
import type { Caller } from '../http/authenticate';
import { RawAnswer } from '../http/handler';
import { toApiError } from '../errors/toApiError';
import { withMaskedIds } from '../errors/maskedId';
import type { Ended } from '../jobs/endJobs';
import type { ActDeps } from './actDeps';
import type { Admission } from './admission';
import { writeAudit } from './audit';
import { claimKey, keepAnswer } from './idempotencyKeys';

/** Who asks for an act, and how. */
export interface ActCall {
  caller: Caller;
  ip: string;
  requestId: string;
  idempotencyKey: string | undefined;
  onBehalfOf: string | undefined;
  reason: string | undefined;
  params: unknown;
  query: unknown;
  body: unknown;
}

export interface Act {
  action: AuditAction;
  /** What it is done to. */
  target: string;
}

/** Told of jobs that acts end, when that is committed. */
interface EndedCounter {
  work: { countEnded(jobs: readonly Ended[]): void };
}

/** What an act came to: the answer, and what the audit trail keeps of it. */
export interface Done {
  /** JSON. */
  answer: string;
  details: Record<string, unknown>;
  /** Jobs that it ended. */
  ended?: readonly Ended[];
}

type PerformDeps = ActDeps & { metrics: EndedCounter };

/**
 * Does something once, and leaves a trail: the act, its audit event and the answer kept under the caller's
 * Idempotency-Key are one transaction. A second request with the same key waits for the first and gets its answer; one
 * that was refused has changed nothing, so it may be tried again with its key. One that is not let in, because too many
 * wait, leaves no trail: that would be one more thing to write.
 */
export async function performAct(
  deps: PerformDeps & { admission: Admission },
  call: ActCall,
  act: Act,
  work: (transaction: Transaction) => Promise<Done>
): Promise<RawAnswer> {
  return deps.admission.act(() => performAdmitted(deps, call, act, work));
}

async function performAdmitted(
  { database, config: { gid }, now, log, metrics }: PerformDeps,
  call: ActCall,
  act: Act,
  work: (transaction: Transaction) => Promise<Done>
): Promise<RawAnswer> {
  const { idempotencyKey } = call;
  const target = withMaskedIds(act.target, call.params);
  const event = { ...whoActs(call), ...act, target };
  try {
    const { answer, ended = [] } = await retryConflicts(() =>
      database.transaction(async (transaction): Promise<Pick<Done, 'answer' | 'ended'>> => {
        const key =
          idempotencyKey === undefined ? undefined : { gid, tokenId: call.caller.tokenId, key: idempotencyKey };
        const request = fingerprint(act, call);
        const former = key && (await claimKey(transaction, key, request, now()));
        if (former !== undefined) {
          return { answer: replay(former, request, act) };
        }
        const done = await work(transaction);
        await writeAudit(transaction, gid, { ...event, time: now(), outcome: 'OK', details: done.details });
        if (key !== undefined) {
          await keepAnswer(transaction, key, done.answer);
        }
        return done;
      })
    );
    metrics.work.countEnded(ended);
    return new RawAnswer('application/json; charset=utf-8', answer);
  } catch (error) {
    const { code, detail } = toApiError(error);
    const refusal = { ...event, time: now(), outcome: code, details: { detail: withMaskedIds(detail, call.params) } };
    // Who hears that the database is away need not wait for it once more.
    const noting =
      database.connections.unanswered() === undefined ? writeAudit(database, gid, refusal) : Promise.reject(error);
    await noting.catch((err: unknown) =>
      log.error({ err, ...refusal }, 'a refused act is missing from the audit trail')
    );
    throw error;
  }
}

/** Of an audit event: by whom, for whom, why, from where. */
function whoActs({ caller, ip, requestId, onBehalfOf, reason }: ActCall) {
  const { name: user, role, tokenId } = caller;
  return { user, role, tokenId, ip, requestId, onBehalfOf: onBehalfOf ?? null, reason: reason ?? null };
}

function replay(former: { request: string; answer: string | null }, request: string, { action }: Act): string {
  if (former.request !== request || former.answer === null) {
    throw new ApiError(
      'IDEMPOTENCY_KEY_REUSED',
      `Expected the request that this Idempotency-Key was first used with, got another one (${action}).`
    );
  }
  return former.answer;
}

/** The order of a body's members is the caller's: the same double click sends the same text. */
function fingerprint({ action }: Act, { params, query, body }: ActCall): string {
  return createHash('sha256')
    .update(JSON.stringify([action, params, query, body]))
    .digest('base64');
}
