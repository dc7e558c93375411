import { moveJob } from '../jobs/jobStateMachine';
import { failureOutcome, type Outcome } from '../jobs/outcome';
import { backoffMs, retried, type Retried } from '../jobs/retry';
import type { ExpiredJob } from './leases';

/** What becomes of a job whose lease ran out. */
export type LostDecision =
  | { kind: 'handBack' }
  | { kind: 'retry'; as: Retried; notBefore: number; reason: string }
  | { kind: 'end'; outcome: Outcome };

/**
 * A job that never started, of an agent that came back with a new session, did not run: that agent delivers its spool
 * before it registers, and would have said so. It waits again. Everything else may have had effects, so it runs again
 * only if whoever asked for it allowed more attempts.
 */
export function decideLost(job: ExpiredJob, now: number, leaseMs: number): LostDecision {
  if (job.state === 'SCHEDULED' && job.isSessionOver) {
    moveJob(job.state, 'handBack');
    return { kind: 'handBack' };
  }
  if (!job.isCancelRequested && job.attempt < job.maxAttempts) {
    return { kind: 'retry', as: retried(job), notBefore: now + backoffMs(job), reason: lostMessage(job, leaseMs) };
  }
  moveJob(job.state, 'lose');
  return { kind: 'end', outcome: failureOutcome('AGENT_LOST', 'AgentLost', lostMessage(job, leaseMs)) };
}

function lostMessage(job: ExpiredJob, leaseMs: number): string {
  const agent = `Agent ${job.nodeName ?? 'without a name'} (node ${job.nid})`;
  const during =
    job.state === 'RUNNING' ? 'while this job ran' : 'after it was given this job and before it said that it started';
  const what = job.isSessionOver ? `was restarted ${during}` : `stopped reporting ${during}`;
  const heard = job.lastSeen === null ? 'never heard again' : `last heard ${new Date(job.lastSeen).toISOString()}`;
  return `${agent} ${what}: ${heard}; the lease of ${leaseMs / 1000} s ran out. The job may have had effects on the node.`;
}
