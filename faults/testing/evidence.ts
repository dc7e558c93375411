import type { Evidence, NotedRun, StoredJob, StoredRun, Struck } from '../evidence/evidence';

/** Evidence of a small run in which nothing went wrong, to be changed by tests. Times are milliseconds from its beginning. */
export const CHECKSUM = 'c0ffee';
export const LINES = 3;

export function job(guid: string, more: Partial<StoredJob> = {}): StoredJob {
  return {
    guid,
    nid: 1,
    isTerminal: true,
    nativeState: 'OK',
    attempt: 1,
    timeCreate: 50_000,
    timeStop: 60_000,
    agentSince: 0,
    result: { lines: LINES, checksum: CHECKSUM },
    errorType: null,
    errorMessage: null,
    logLines: LINES,
    droppedLines: 0,
    copies: 1,
    lineRows: LINES,
    ...more,
  };
}

/** Its lines were written in the ten seconds before its end. */
export function run(guid: string, more: Partial<NotedRun> = {}): NotedRun {
  return {
    guid,
    run: `r-${guid}`,
    nid: 1,
    width: 100,
    startedAt: 50_000,
    written: [
      { at: 50_000, lines: 1 },
      { at: 55_000, lines: 2 },
      { at: 59_900, lines: 3 },
    ],
    processes: [],
    end: { at: 60_000, lines: LINES, checksum: CHECKSUM, fails: false },
    ...more,
  };
}

export function stored(guid: string, numbers: readonly number[] = [1, 2, 3], more: Partial<StoredRun> = {}): StoredRun {
  return {
    guid,
    run: `r-${guid}`,
    rows: numbers.length,
    numbers: new Set(numbers),
    attempts: new Set([1]),
    altered: 0,
    disordered: 0,
    ...more,
  };
}

export function struck(kind: Struck['kind'], from: number, to: number, more: Partial<Struck> = {}): Struck {
  return { kind, nid: 1, from, to, isWhole: true, ...more };
}

export function evidence(more: Partial<Evidence> = {}): Evidence {
  return {
    acknowledged: ['a'],
    jobs: [job('a')],
    ends: ['a'],
    runs: [run('a')],
    stored: [stored('a')],
    samples: [1000, 11_000, 21_000].map((time) => ({ nid: 1, time, values: 5 })),
    sampled: { nids: [1], from: 0, to: 30_000 },
    planned: [],
    struck: [],
    undelivered: 0,
    isOtherUser: false,
    processes: { touched: [], ended: [], survivors: [] },
    ...more,
  };
}
