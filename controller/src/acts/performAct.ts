import type { AuditAction } from '@openvcloud/contract';
import { createHash } from 'node:crypto';
import type { Transaction } from '../database/database';
import { retryConflicts } from '../database/retryConflicts';
import { ApiError } from '../errors';
import type { Caller } from '../http/authenticate';
import { RawAnswer } from '../http/handler';
import { toApiError } from '../http/toApiError';
import type { Services } from '../services';
import { writeAudit } from '../store/audit';
import { claimKey, keepAnswer } from '../store/idempotencyKeys';

/** Who asks for an act, and how. */
export interface ActCall {
  caller: Caller;
  ip: string;
  requestId: string;
  idempotencyKey: string | undefined;
  params: unknown;
  query: unknown;
  body: unknown;
}

export interface Act {
  action: AuditAction;
  /** What it is done to. */
  target: string;
}

/** What an act came to: the answer, and what the audit trail keeps of it. */
export interface Done {
  /** JSON. */
  answer: string;
  details: Record<string, unknown>;
}

/**
 * Does something once, and leaves a trail: the act, its audit event and the answer kept under the caller's
 * Idempotency-Key are one transaction. A second request with the same key waits for the first and gets its answer; one
 * that was refused has changed nothing, so it may be tried again with its key.
 */
export async function performAct(
  { database, config: { gid }, now, log }: Pick<Services, 'database' | 'config' | 'now' | 'log'>,
  call: ActCall,
  act: Act,
  work: (transaction: Transaction) => Promise<Done>
): Promise<RawAnswer> {
  const { caller, ip, requestId, idempotencyKey } = call;
  const event = { user: caller.name, role: caller.role, tokenId: caller.tokenId, ip, requestId, ...act };
  try {
    return await retryConflicts(() =>
      database.transaction(async (transaction) => {
        const key = idempotencyKey === undefined ? undefined : { gid, tokenId: caller.tokenId, key: idempotencyKey };
        const request = fingerprint(act, call);
        const former = key && (await claimKey(transaction, key, request, now()));
        if (former !== undefined) {
          return replay(former, request, act);
        }
        const { answer, details } = await work(transaction);
        await writeAudit(transaction, gid, { ...event, time: now(), outcome: 'OK', details });
        if (key !== undefined) {
          await keepAnswer(transaction, key, answer);
        }
        return jsonAnswer(answer);
      })
    );
  } catch (error) {
    const { code, detail } = toApiError(error);
    const refusal = { ...event, time: now(), outcome: code, details: { detail } };
    await writeAudit(database, gid, refusal).catch((err: unknown) =>
      log.error({ err, ...refusal }, 'a refused act is missing from the audit trail')
    );
    throw error;
  }
}

function replay(former: { request: string; answer: string | null }, request: string, { action }: Act): RawAnswer {
  if (former.request !== request || former.answer === null) {
    throw new ApiError(
      'IDEMPOTENCY_KEY_REUSED',
      `Expected the request that this Idempotency-Key was first used with, got another one (${action}).`
    );
  }
  return jsonAnswer(former.answer);
}

function jsonAnswer(text: string): RawAnswer {
  return new RawAnswer('application/json; charset=utf-8', text);
}

/** The order of a body's members is the caller's: the same double click sends the same text. */
function fingerprint({ action }: Act, { params, query, body }: ActCall): string {
  return createHash('sha256')
    .update(JSON.stringify([action, params, query, body]))
    .digest('base64');
}
