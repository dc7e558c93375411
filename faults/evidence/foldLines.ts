import { LIMITS } from '@openvcloud/contract';
import type { NotedRun, StoredRun } from './evidence';
import { lineText, parseLine } from './scriptLine';

/** A row of the log lines. */
export interface LineRow {
  guid: string;
  seq: number;
  message: string;
}

interface Folded extends StoredRun {
  numbers: Set<number>;
  attempts: Set<number>;
  last: { number: number; seq: number };
}

/** Compares stored lines with what the runs wrote. Rows come in the order that readers get: of a job, by time and seq. */
export class LineFold {
  private readonly folded = new Map<string, Folded>();
  private readonly runs: ReadonlyMap<string, NotedRun>;

  constructor(runs: readonly NotedRun[]) {
    this.runs = new Map(runs.map((run) => [run.run, run]));
  }

  add({ guid, seq, message }: LineRow): void {
    const claim = parseLine(message);
    const run = this.runs.get(claim?.run ?? '');
    if (claim === undefined || run?.guid !== guid) {
      // It has the mark, but no run of this job wrote it.
      this.of(guid, `? ${guid}`).altered += 1;
      return;
    }
    const folded = this.of(guid, run.run);
    folded.rows += 1;
    folded.attempts.add(Math.floor((seq - 1) / LIMITS.seqsPerAttempt) + 1);
    if (message !== lineText(run.run, claim.number, run.width)) {
      folded.altered += 1;
      return;
    }
    const isAgain = folded.numbers.has(claim.number);
    if (!isAgain && (claim.number < folded.last.number || seq < folded.last.seq)) {
      folded.disordered += 1;
    }
    folded.numbers.add(claim.number);
    folded.last = { number: claim.number, seq };
  }

  result(): StoredRun[] {
    return [...this.folded.values()];
  }

  private of(guid: string, run: string): Folded {
    const known = this.folded.get(run);
    if (known !== undefined) {
      return known;
    }
    const folded: Folded = {
      guid,
      run,
      rows: 0,
      numbers: new Set(),
      attempts: new Set(),
      altered: 0,
      disordered: 0,
      last: { number: 0, seq: 0 },
    };
    this.folded.set(run, folded);
    return folded;
  }
}
