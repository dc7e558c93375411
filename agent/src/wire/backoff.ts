/** Waiting times between attempts: doubling, with jitter so that a thousand agents do not come back in the same second. */
export interface RetryPolicy {
  firstMs: number;
  maxMs: number;
}

/** For everything that is asked of a controller which does not answer. */
export const CONTROLLER_AWAY: RetryPolicy = { firstMs: 250, maxMs: 5_000 };

/** Half of the step is certain, half is chance. `attempt` counts from 0. */
export function backoffMs(policy: RetryPolicy, attempt: number, random: () => number = Math.random): number {
  const step = Math.min(policy.maxMs, policy.firstMs * 2 ** Math.min(attempt, 30));
  return Math.round(step / 2 + (step / 2) * random());
}
