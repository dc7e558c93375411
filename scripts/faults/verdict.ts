/** A row of the jobs table. `copies`: rows with this guid. */
export interface StoredJob {
  guid: string;
  isTerminal: boolean;
  nativeState: string;
  attempt: number;
  logLines: number;
  droppedLines: number;
  copies: number;
}

/** What one run of the JumpScript noted on its node. */
export interface NotedRun {
  guid: string;
  run: string;
  lines: number;
  hasEnded: boolean;
}

/** Lines of one run in the database. */
export interface StoredLines {
  guid: string;
  run: string;
  rows: number;
  distinct: number;
}

export interface Evidence {
  /** Guids the controllers answered with. */
  acknowledged: readonly string[];
  jobs: readonly StoredJob[];
  /** One entry each time a job became terminal, written by a trigger. */
  ends: readonly string[];
  runs: readonly NotedRun[];
  stored: readonly StoredLines[];
}

export interface Verdict {
  jobs: {
    created: number;
    terminal: number;
    lost: number;
    terminalTwice: number;
    runTwice: number;
    agentLost: number;
    neverRan: number;
  };
  lines: {
    written: number;
    stored: number;
    duplicated: number;
    lost: number;
    diedWithAgent: number;
    droppedByQuota: number;
    miscounted: number;
  };
  /** Guids behind every figure that should be 0, a few of each. */
  suspects: string[];
}

const LOST_WITH_AGENT = 'AGENT_LOST';

/** Compares what was asked for, what the nodes did, and what the controllers kept. Pure. */
export function judge(evidence: Evidence): Verdict {
  const suspects: string[] = [];
  const count = (what: string, guids: readonly string[]): number => {
    suspects.push(...guids.slice(0, 5).map((guid) => `${what}: ${guid}`));
    return guids.length;
  };
  const jobs = new Map(evidence.jobs.map((job) => [job.guid, job]));
  const created = new Set([...evidence.acknowledged, ...jobs.keys()]);
  const terminal = evidence.jobs.filter(({ isTerminal }) => isTerminal);
  const runs = groupBy(evidence.runs, ({ guid }) => guid);
  const ends = groupBy(evidence.ends, (guid) => guid);
  const lines = judgeLines(evidence, jobs, runs, count);
  return {
    jobs: {
      created: created.size,
      terminal: terminal.length,
      lost: count(
        'job lost',
        [...created].filter((guid) => !jobs.get(guid)?.isTerminal)
      ),
      terminalTwice: count(
        'terminal twice',
        evidence.jobs
          .filter(({ guid, copies }) => copies > 1 || (ends.get(guid)?.length ?? 0) > 1)
          .map(({ guid }) => guid)
      ),
      runTwice: count(
        'run more often than attempts',
        [...runs].filter(([guid, of]) => of.length > (jobs.get(guid)?.attempt ?? 0)).map(([guid]) => guid)
      ),
      agentLost: terminal.filter(({ nativeState }) => nativeState === LOST_WITH_AGENT).length,
      neverRan: terminal.filter(({ guid }) => !runs.has(guid)).length,
    },
    lines,
    suspects,
  };
}

function judgeLines(
  evidence: Evidence,
  jobs: ReadonlyMap<string, StoredJob>,
  runs: ReadonlyMap<string, readonly NotedRun[]>,
  count: (what: string, guids: readonly string[]) => number
): Verdict['lines'] {
  const stored = new Map(evidence.stored.map((lines) => [`${lines.guid} ${lines.run}`, lines]));
  const lost: string[] = [];
  const figures = { written: 0, stored: 0, diedWithAgent: 0, droppedByQuota: 0 };
  for (const [guid, ofJob] of runs) {
    const job = jobs.get(guid);
    let dropped = job?.droppedLines ?? 0;
    for (const run of ofJob) {
      const kept = stored.get(`${guid} ${run.run}`)?.distinct ?? 0;
      // A line may have been delivered by a run that was killed before it could note it.
      const written = Math.max(run.lines, kept);
      let missing = written - kept;
      const byQuota = Math.min(missing, dropped);
      dropped -= byQuota;
      missing -= byQuota;
      figures.written += written;
      figures.stored += kept;
      figures.droppedByQuota += byQuota;
      if (missing > 0 && diedWithAgent(run, ofJob, job)) {
        figures.diedWithAgent += missing;
      } else {
        lost.push(...Array<string>(missing).fill(guid));
      }
    }
  }
  const duplicated = evidence.stored.flatMap(({ guid, rows, distinct }) => Array<string>(rows - distinct).fill(guid));
  const rowsOf = groupBy(evidence.stored, ({ guid }) => guid);
  const miscounted = evidence.jobs.filter(
    ({ guid, logLines }) => logLines !== (rowsOf.get(guid) ?? []).reduce((sum, { rows }) => sum + rows, 0)
  );
  return {
    ...figures,
    duplicated: count('line duplicated', duplicated),
    lost: count('line lost', lost),
    miscounted: count(
      'logLines is not the number of lines',
      miscounted.map(({ guid }) => guid)
    ),
  };
}

/** The run was killed with its agent, or its end never reached the disk: only the last run of a job may have delivered all. */
function diedWithAgent(run: NotedRun, ofJob: readonly NotedRun[], job: StoredJob | undefined): boolean {
  return !run.hasEnded || job?.nativeState === LOST_WITH_AGENT || run !== ofJob.at(-1);
}

export function hasPassed({ jobs, lines }: Verdict): boolean {
  return jobs.lost + jobs.terminalTwice + jobs.runTwice + lines.duplicated + lines.lost + lines.miscounted === 0;
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, [item]);
    } else {
      group.push(item);
    }
  }
  return groups;
}
