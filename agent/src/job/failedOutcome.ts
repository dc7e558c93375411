import { LIMITS } from '@openvcloud/contract';
import { type JobOutcome } from '../python/jobProcess';
import { ControllerError } from '../wire/controllerError';
import { HashMismatchError } from './scriptCache';

/** The job never got a process. */
export function failedOutcome(error: unknown): JobOutcome {
  return failure(typeOf(error), error instanceof Error ? error.message : String(error));
}

/** It has an end, but not one that can be passed on: the runner's limits were passed by. */
export function unreportable(error: unknown): JobOutcome {
  const message = `the job ended, but what it left behind cannot be passed on (${String(error)}); expected a result nested at most ${LIMITS.jsonLevels} levels deep`;
  return failure('ResultNotJson', message);
}

function typeOf(error: unknown): string {
  if (error instanceof HashMismatchError) {
    return 'HashMismatch';
  }
  return error instanceof ControllerError ? 'SourceUnavailable' : 'AgentFault';
}

function failure(type: string, message: string): JobOutcome {
  return { error: { type, message, backtrace: null, file: null, line: null, function: null, code: 1 } };
}
