import type { JobState } from '@openvcloud/contract';
import type { CloudNode, CloudScript } from './cloud';

/** How a job of the seeded cloud ends, or how far it is. */
export interface Ending {
  state: JobState;
  nativeState: string;
  /** This controller, or a bridged legacy one. */
  source: string;
  hasNode: boolean;
  hasStarted: boolean;
  attempt: number;
  /** null: it has not failed. */
  failure: Failure | null;
}
type Failure = 'script' | 'incident' | 'Timeout' | 'NoWork' | 'Cancelled' | 'AgentLost';

export interface Circumstances {
  script: CloudScript;
  node: CloudNode;
  /** It still waits or runs. */
  isYoungest: boolean;
  isInIncident: boolean;
}

const NO_WORK = 0.01;
const CANCELLED = 0.003;
const AGENT_LOST = 0.001;
const NATIVE: Partial<Record<Failure, string>> = { NoWork: 'NOWORK', Cancelled: 'CANCELLED', AgentLost: 'AGENT_LOST' };

export function endingOf(circumstances: Circumstances, random: () => number): Ending {
  const source = sourceOf(random());
  if (circumstances.isYoungest) {
    const state = random() < 0.5 ? 'SCHEDULED' : 'RUNNING';
    const hasStarted = state === 'RUNNING';
    return { state, nativeState: state, source, hasNode: true, hasStarted, attempt: 1, failure: null };
  }
  const failure = failureOf(circumstances, random);
  const state = stateOf(failure);
  const isUnstarted = failure === 'NoWork' || (failure === 'Cancelled' && random() < 0.5);
  // A legacy controller does not always say where a job ran.
  const isNodeUnknown = source !== 'controller' && random() < 0.5;
  return {
    state,
    nativeState: nativeStateOf(source, state, failure),
    source,
    hasNode: failure !== 'NoWork' && !isNodeUnknown,
    hasStarted: !isUnstarted,
    attempt: attemptOf(circumstances, failure, random),
    failure,
  };
}

function stateOf(failure: Failure | null): 'OK' | 'TIMEOUT' | 'ERROR' {
  return failure === null ? 'OK' : failure === 'Timeout' ? 'TIMEOUT' : 'ERROR';
}

function nativeStateOf(source: string, state: string, failure: Failure | null): string {
  return source === 'ac2' && state === 'OK' ? 'SUCCESS' : ((failure && NATIVE[failure]) ?? state);
}

function sourceOf(chance: number): string {
  return chance < 0.02 ? 'ac1' : chance < 0.03 ? 'ac2' : 'controller';
}

function failureOf({ script, node, isInIncident }: Circumstances, random: () => number): Failure | null {
  const chance = random();
  const incident = isInIncident ? 0.8 : 0;
  const kinds: ReadonlyArray<readonly [Failure, number]> = [
    ['NoWork', NO_WORK],
    ['Cancelled', CANCELLED],
    ['AgentLost', AGENT_LOST],
    ['incident', incident],
    ['Timeout', script.timeoutRate],
    ['script', Math.min(0.6, script.errorRate * node.failures)],
  ];
  let end = 0;
  for (const [failure, share] of kinds) {
    end += share;
    if (chance < end) {
      return failure;
    }
  }
  return null;
}

/** What failed for good has used up its attempts. */
function attemptOf({ script }: Circumstances, failure: Failure | null, random: () => number): number {
  if (failure === 'script' || failure === 'incident' || failure === 'Timeout') {
    return script.maxAttempts;
  }
  let attempt = 1;
  while (failure === null && attempt < script.maxAttempts && random() < 2 * script.errorRate) {
    attempt++;
  }
  return attempt;
}
