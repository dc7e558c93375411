import { type Unkillable } from '../python/runnerFrame';

/** More would make the message long, and say no more. */
const MOST_NAMED = 10;

/** What is said of processes that were killed and did not end; nothing, when there are none. */
export function describeUnkillable(left: Unkillable): string {
  if (left.length === 0) {
    return '';
  }
  const named = left.slice(0, MOST_NAMED).map(({ pid, state }) => `pid ${pid} in state ${state}`);
  const more = left.length > MOST_NAMED ? ` and ${left.length - MOST_NAMED} more` : '';
  return `could not be killed: ${named.join(', ')}${more}`;
}
