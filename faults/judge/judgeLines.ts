import type { NotedRun, StoredJob, StoredRun } from '../evidence/evidence';
import type { Excuses } from './excuses';

/** Of one job, or of all. */
export interface JobLines {
  written: number;
  stored: number;
  duplicated: number;
  /** Not what the script wrote. */
  altered: number;
  /** Before a line that was written earlier, or under another attempt. */
  disordered: number;
  /** Written, not there, and nothing says why. */
  lost: number;
  /** Reported as left out, more than are missing. */
  misreported: number;
  diedWithAgent: number;
  /** Left out by the spool's quota, and counted with the job. */
  leftOut: number;
  /** The same in a run whose result did not count: nobody was told how many. */
  leftOutUntold: number;
}

export interface JobRuns {
  /** In the order of their start. */
  runs: readonly NotedRun[];
  /** The one whose outcome the job has; a lost job has none. */
  counted: NotedRun | undefined;
  /** When a run that did not count had certainly come to nothing. */
  untilOf: (run: NotedRun) => number;
}

export function judgeLines(
  job: Pick<StoredJob, 'droppedLines' | 'attempt'>,
  { runs, counted, untilOf }: JobRuns,
  storedRuns: ReadonlyMap<string, StoredRun>,
  excuses: Excuses
): JobLines {
  const sum = { written: 0, stored: 0, duplicated: 0, altered: 0, disordered: 0, died: 0, missing: 0, untold: 0 };
  let missingOfCounted = 0;
  const attempts = new Set<number>();
  for (const run of runs) {
    const stored = storedRuns.get(run.run);
    const lines = linesOf(run, stored, run === counted ? Infinity : (excuses.ofRun(run, untilOf(run)) ?? Infinity));
    sum.written += lines.written;
    sum.stored += lines.stored;
    sum.died += lines.died;
    sum.duplicated += lines.duplicated;
    sum.altered += lines.altered;
    sum.disordered += (stored?.disordered ?? 0) + misfiled(stored, attempts, run === counted ? job.attempt : undefined);
    if (run === counted) {
      missingOfCounted = lines.missing;
    } else {
      sum.missing += lines.missing;
      sum.untold += excuses.isFilled(run, untilOf(run)) ? lines.missing : 0;
    }
  }
  // What the result that counted says is first of all about its own run.
  const toldOfCounted = Math.min(missingOfCounted, job.droppedLines);
  const told = Math.min(sum.missing, job.droppedLines - toldOfCounted);
  const leftOutUntold = Math.min(sum.missing - told, sum.untold);
  return {
    written: sum.written,
    stored: sum.stored,
    duplicated: sum.duplicated,
    altered: sum.altered,
    disordered: sum.disordered,
    lost: missingOfCounted - toldOfCounted + sum.missing - told - leftOutUntold,
    // Of the lines that died with an agent, the quota may have left out some before.
    misreported: Math.max(0, job.droppedLines - toldOfCounted - told - sum.died),
    diedWithAgent: sum.died,
    leftOut: toldOfCounted + told,
    leftOutUntold,
  };
}

type StoredNumbers = Pick<StoredRun, 'numbers' | 'altered' | 'rows'>;
const NOTHING_STORED: StoredNumbers = { numbers: new Set(), altered: 0, rows: 0 };

/** `mayDieFrom`: lines written later may have died with their agent. */
function linesOf(run: NotedRun, stored: StoredNumbers = NOTHING_STORED, mayDieFrom: number) {
  const { numbers, altered, rows } = stored;
  const written = writtenBy(run, numbers);
  const safe = mayDieFrom === Infinity ? written : notedBefore(run, mayDieFrom);
  const missing = Array.from({ length: safe }, (_, place) => place + 1).filter((number) => !numbers.has(number)).length;
  const invented = [...numbers].filter((number) => number < 1 || number > written).length;
  const kept = numbers.size - invented;
  return {
    written,
    stored: kept,
    missing,
    died: written - kept - missing,
    altered: altered + invented,
    duplicated: rows - altered - numbers.size,
  };
}

/** A line may have been delivered by a run that was killed before it could note it. */
function writtenBy(run: NotedRun, numbers: ReadonlySet<number>): number {
  return run.end?.lines ?? [...numbers].reduce((most, number) => Math.max(most, number), notedBefore(run, Infinity));
}

function notedBefore({ written }: NotedRun, time: number): number {
  return written.filter(({ at }) => at < time).at(-1)?.lines ?? 0;
}

/** Each run is an attempt of its own, and its lines are filed under it. */
function misfiled(stored: StoredRun | undefined, taken: Set<number>, expected: number | undefined): number {
  const attempts = [...(stored?.attempts ?? [])];
  const isWrong =
    attempts.length > 1 ||
    attempts.some((attempt) => taken.has(attempt) || (expected !== undefined && attempt !== expected));
  attempts.forEach((attempt) => taken.add(attempt));
  return isWrong ? 1 : 0;
}
