import { LIMITS } from '@openvcloud/contract';
import type { IncomingHttpHeaders } from 'node:http';
import { ApiError } from '../errors/errors';

export function idempotencyKeyOf(headers: IncomingHttpHeaders): string | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined) {
    return undefined;
  }
  if (typeof key !== 'string' || !/^[\x21-\x7e]+$/.test(key) || key.length > LIMITS.idempotencyKeyChars) {
    throw new ApiError(
      'BAD_PARAMETER',
      `Expected an Idempotency-Key of 1 to ${LIMITS.idempotencyKeyChars} visible ASCII characters, got another value.`
    );
  }
  return key;
}
