import { HEARTBEAT_MS, LEASE_MS } from '../../controller/src/timing/leaseTimes';
import type { Evidence, SeenProcesses } from '../evidence/evidence';
import { Excuses } from './excuses';
import { groupBy } from './groupBy';
import { isExact, isLost, judgeJobs, type JudgedJob } from './judgeJobs';
import type { JobLines } from './judgeLines';
import { judgeSamples, type SampleFigures } from './judgeSamples';
import type { FaultKind } from '../plan/planFaults';

export interface Verdict {
  jobs: {
    created: number;
    terminal: number;
    lost: number;
    /** Became terminal more or less often than once, or have several rows. */
    notEndedOnce: number;
    runTwice: number;
    agentLost: number;
    neverRan: number;
    /** Given up, or born without work, and no fault that struck explains it. */
    unexplained: number;
    wrongOutcome: number;
    /** Their count of lines is not the number of lines. */
    miscounted: number;
    /** Those that did all they could to be wrong, and how many kinds of them were compared exactly. */
    hostile: number;
    hostileKinds: number;
    /** Everything about them was compared and agrees, and no fault had to explain anything. */
    exact: number;
  };
  lines: JobLines;
  samples: SampleFigures;
  /** SeenProcesses, counted. */
  processes: Record<keyof SeenProcesses, number>;
  faults: {
    /** Those that did what they were planned for. */
    struck: Partial<Record<FaultKind, number>>;
    /** Planned, and did nothing. */
    missed: number;
    /** The least that was left of a lease on an agent that nothing disturbed; null: there was no flood. */
    leastLeaseMs: number | null;
  };
  /** Reports that agents still had on disk in the end. */
  undelivered: number;
  /** Guids behind every figure that should be 0, a few of each. */
  suspects: string[];
}

const SUSPECTS_OF_EACH = 5;
/** Of the jobs created: with less the run would have shown little. */
export const LEAST_EXACT = 0.6;
/** Of the lines written. */
export const MOST_LEFT_OUT = 0.3;

/** Of a lease on an agent that nothing disturbs: it is renewed after each third of it. */
export const LEAST_LEASE_MS = LEASE_MS - 2 * HEARTBEAT_MS + 2000;

/** Compares what was asked for, what the nodes did, and what the controllers kept. Pure. */
export function judge(evidence: Evidence): Verdict {
  const suspects: string[] = [];
  const count = (what: string, guids: readonly string[]): number => {
    suspects.push(...guids.slice(0, SUSPECTS_OF_EACH).map((guid) => `${what}: ${guid}`));
    return guids.length;
  };
  const excuses = new Excuses(evidence.struck, evidence.sampled.nids);
  const judged = judgeJobs(evidence, excuses);
  const countJobs = (what: string, condition: (one: JudgedJob) => boolean): number =>
    count(
      what,
      judged.filter(condition).map(({ job }) => job.guid)
    );
  const jobs = new Map(evidence.jobs.map((job) => [job.guid, job]));
  const created = new Set([...evidence.acknowledged, ...evidence.runs.map(({ guid }) => guid), ...jobs.keys()]);
  const terminal = evidence.jobs.filter(({ isTerminal }) => isTerminal);
  const lines = sumLines(judged);
  for (const what of ['lost', 'duplicated', 'altered', 'disordered', 'misreported'] as const) {
    countJobs(`lines ${what}`, (one) => one.lines[what] > 0);
  }
  return {
    jobs: {
      created: created.size,
      terminal: terminal.length,
      lost: count(
        'job lost',
        [...created].filter((guid) => !jobs.get(guid)?.isTerminal)
      ),
      notEndedOnce: countJobs('not ended once', ({ job, ends }) => job.copies !== 1 || ends !== 1),
      runTwice: countJobs('run more often than attempts', ({ job, runs }) => runs.length > job.attempt),
      agentLost: terminal.filter(isLost).length,
      neverRan: judged.filter(({ job, runs }) => job.isTerminal && runs.length === 0).length,
      unexplained: countJobs('given up without a fault that explains it', ({ isExplained }) => !isExplained),
      wrongOutcome: countJobs('outcome is not what the script noted', ({ hasWrongOutcome }) => hasWrongOutcome),
      miscounted: countJobs('logLines is not the number of lines', ({ job }) => job.logLines !== job.lineRows),
      hostile: evidence.jobs.filter(({ kind }) => kind !== undefined).length,
      hostileKinds: new Set(judged.filter(isExact).flatMap(({ job }) => job.kind ?? [])).size,
      exact: judged.filter(isExact).length,
    },
    processes: {
      touched: count('foreign process touched', evidence.processes.touched),
      ended: count('ended by itself', evidence.processes.ended),
      survivors: count('alive when its job had ended', evidence.processes.survivors),
    },
    lines,
    samples: judgeSamples(evidence, excuses),
    faults: judgeFaults(evidence, lines),
    undelivered: evidence.undelivered,
    suspects,
  };
}

/** Nothing is wrong, and enough was compared to say so. */
export function hasPassed({ jobs, lines, samples, processes, faults, undelivered }: Verdict): boolean {
  const wrong = [
    jobs.lost,
    jobs.notEndedOnce,
    jobs.runTwice,
    jobs.unexplained,
    jobs.wrongOutcome,
    jobs.miscounted,
    lines.duplicated,
    lines.lost,
    lines.altered,
    lines.disordered,
    lines.misreported,
    samples.duplicated,
    samples.lost,
    samples.incomplete,
    processes.touched,
    processes.ended,
    processes.survivors,
    faults.missed,
    undelivered,
  ];
  return (
    wrong.every((figure) => figure === 0) &&
    (faults.leastLeaseMs ?? Infinity) >= LEAST_LEASE_MS &&
    jobs.exact > 0 &&
    jobs.exact >= jobs.created * LEAST_EXACT &&
    lines.leftOut + lines.leftOutUntold <= lines.written * MOST_LEFT_OUT
  );
}

function sumLines(judged: readonly JudgedJob[]): JobLines {
  const sum = (what: keyof JobLines): number => judged.reduce((total, { lines }) => total + lines[what], 0);
  return {
    written: sum('written'),
    stored: sum('stored'),
    duplicated: sum('duplicated'),
    altered: sum('altered'),
    disordered: sum('disordered'),
    lost: sum('lost'),
    misreported: sum('misreported'),
    diedWithAgent: sum('diedWithAgent'),
    leftOut: sum('leftOut'),
    leftOutUntold: sum('leftOutUntold'),
  };
}

function judgeFaults({ planned, struck }: Evidence, lines: JobLines): Verdict['faults'] {
  const whole = groupBy(
    struck.filter(({ isWhole }) => isWhole),
    ({ kind }) => kind
  );
  const missing = [...groupBy(planned, (kind) => kind)].map(([kind, of]) =>
    Math.max(0, of.length - (whole.get(kind)?.length ?? 0))
  );
  // Spools of which nothing was left out were not filled.
  const isEmptyFill = whole.has('fillSpool') && lines.leftOut === 0;
  return {
    struck: Object.fromEntries([...whole].map(([kind, of]) => [kind, of.length])),
    leastLeaseMs: struck.reduce<number | null>(
      (least, { leastLeaseMs: ms = Infinity }) => (ms < (least ?? Infinity) ? ms : least),
      null
    ),
    missed: missing.reduce((sum, one) => sum + one, 0) + (isEmptyFill ? 1 : 0),
  };
}
