import { isDeepStrictEqual } from 'node:util';
import type { Evidence, NotedRun, StoredJob } from '../evidence/evidence';
import { expectedOf } from '../hostile/kinds';
import type { Excuses } from './excuses';
import { groupBy } from './groupBy';
import { judgeLines, type JobLines } from './judgeLines';

export interface JudgedJob {
  job: StoredJob;
  runs: readonly NotedRun[];
  /** How often it became terminal. */
  ends: number;
  /** Given up, or born without work, it has a fault that struck to thank for it; and so have its attempts before the last. */
  isExplained: boolean;
  hasWrongOutcome: boolean;
  lines: JobLines;
}

export const isLost = ({ nativeState }: StoredJob): boolean => nativeState === 'AGENT_LOST';
const hadNoWork = ({ nativeState }: StoredJob): boolean => nativeState === 'NOWORK';
/** A script of it came to an end that counts. */
const hasEnded = (job: StoredJob): boolean => job.isTerminal && !isLost(job) && !hadNoWork(job);

export function judgeJobs(evidence: Evidence, excuses: Excuses): JudgedJob[] {
  const runsOf = groupBy(evidence.runs, ({ guid }) => guid);
  const endsOf = groupBy(evidence.ends, (guid) => guid);
  const storedRuns = new Map(evidence.stored.map((stored) => [stored.run, stored]));
  return evidence.jobs.map((job) => {
    const runs = (runsOf.get(job.guid) ?? []).toSorted((one, other) => one.startedAt - other.startedAt);
    const counted = hasEnded(job) ? runs.at(-1) : undefined;
    const untilOf = (run: NotedRun): number => runs[runs.indexOf(run) + 1]?.startedAt ?? job.timeStop ?? Infinity;
    return {
      job,
      runs,
      ends: endsOf.get(job.guid)?.length ?? 0,
      isExplained: isExplained(job, runs, counted, untilOf, excuses),
      hasWrongOutcome: hasEnded(job) && !hasOutcomeOf(job, counted, evidence.isOtherUser),
      lines: judgeLines(job, { runs, counted, untilOf }, storedRuns, excuses),
    };
  });
}

/** Its outcome is its last run's, and all lines that were written are there, or were left out and counted. */
export function isExact({ job, runs, ends, isExplained: isFine, hasWrongOutcome, lines }: JudgedJob): boolean {
  const isSound = isFine && !hasWrongOutcome && ends === 1 && job.copies === 1 && job.logLines === job.lineRows;
  const wrong = lines.lost + lines.duplicated + lines.altered + lines.disordered + lines.misreported;
  return hasEnded(job) && runs.length > 0 && isSound && wrong + lines.diedWithAgent + lines.leftOutUntold === 0;
}

function isExplained(
  job: StoredJob,
  runs: readonly NotedRun[],
  counted: NotedRun | undefined,
  untilOf: (run: NotedRun) => number,
  excuses: Excuses
): boolean {
  const isEachRun = runs.every(
    (run) =>
      run === counted ||
      // It failed by itself, and the job was tried again, or would have been: the attempt after it never began.
      (run.end?.fails === true && (run !== runs.at(-1) || runs.length < job.attempt)) ||
      excuses.ofRun(run, untilOf(run)) !== undefined
  );
  const isEachAttempt = runs.length >= job.attempt || hadNoWork(job) || excuses.ofUnbegunAttempt(job);
  const isEnd = isLost(job) ? excuses.ofLostJob(job) : !hadNoWork(job) || excuses.ofNoWork(job);
  return isEachRun && isEachAttempt && isEnd;
}

/** It ended as its kind does that is hostile, and else as its run noted. */
function hasOutcomeOf(job: StoredJob, run: NotedRun | undefined, isOtherUser: boolean): boolean {
  const expected = job.kind === undefined ? 'asNoted' : expectedOf(job.kind, isOtherUser);
  if (expected === undefined || expected === 'asNoted') {
    return expected !== undefined && hasNotedOutcome(job, run);
  }
  return (
    run !== undefined &&
    job.nativeState === expected.state &&
    job.errorType === expected.errorType &&
    expected.message.test(job.errorMessage ?? '')
  );
}

/** With that result, or with that error. */
function hasNotedOutcome(job: StoredJob, run: NotedRun | undefined): boolean {
  const end = run?.end;
  if (end === undefined) {
    return false;
  }
  if (end.fails) {
    const isError = job.nativeState === 'ERROR' && job.errorType === 'RuntimeError';
    return isError && job.errorMessage === `asked to fail after ${end.lines} lines, ${end.checksum}`;
  }
  return job.nativeState === 'OK' && isDeepStrictEqual(job.result, { lines: end.lines, checksum: end.checksum });
}
