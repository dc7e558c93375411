import { errorCode } from './errorCode';

/** No room: of the device, of the user's quota, of what a process may write. Nothing that a setting would mend. */
const CODES: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** The agent cannot begin before there is room again. */
export class DiskFullError extends Error {
  constructor(folder: string, cause: unknown) {
    super(`no space is left for "${folder}" (${String(cause)}); free some, the next start goes on with what is there`, {
      cause,
    });
  }
}

/** Also when it is the cause of the error. */
export function isDiskFull(error: unknown): boolean {
  return CODES.has(errorCode(error)) || (error instanceof Error && CODES.has(errorCode(error.cause)));
}
