import { types } from 'node:util';

/** Why nobody answered, in words: fetch has it in the cause, and for each address that a name has. */
export function reasonOf(error: unknown): string {
  if (!types.isNativeError(error)) {
    return String(error);
  }
  if (types.isNativeError(error.cause)) {
    return reasonOf(error.cause);
  }
  const each: unknown[] = 'errors' in error && Array.isArray(error.errors) ? error.errors : [];
  return each.length > 0 ? each.map(reasonOf).join('; ') : error.message;
}
