import type { FaultKind } from '../plan/planFaults';
import type { ProcessId } from '../world/processes';

/** A row of the jobs table. */
export interface StoredJob {
  guid: string;
  /** The node that has or had it; of a job for a role that nobody took: none. */
  nid: number | null;
  isTerminal: boolean;
  nativeState: string;
  attempt: number;
  timeCreate: number;
  timeStop: number | null;
  /** When the agent was started that was given it last. */
  agentSince: number | null;
  /** What a hostile job does (hostile/kinds.ts); undefined: it is none. */
  kind?: string;
  result: unknown;
  errorType: string | null;
  errorMessage: string | null;
  logLines: number;
  droppedLines: number;
  /** Rows with this guid: of the jobs table, and of the log lines, whoever wrote them. */
  copies: number;
  lineRows: number;
}

/** What one run of the JumpScript noted on its node. */
export interface NotedRun {
  guid: string;
  run: string;
  nid: number;
  /** Characters of each of its lines. */
  width: number;
  startedAt: number;
  /** So many lines it had written at that time; ascending. */
  written: ReadonlyArray<{ at: number; lines: number }>;
  /** What it started, and itself, as far as it said so: dead when the job has ended. */
  processes: readonly ProcessId[];
  /** Absent: it did not come to its end. */
  end: { at: number; lines: number; checksum: string; fails: boolean } | undefined;
}

/** The lines of one run in the database. */
export interface StoredRun {
  guid: string;
  run: string;
  rows: number;
  /** The numbers of its lines that are as they were written. */
  numbers: ReadonlySet<number>;
  /** Attempts that these lines are filed under. */
  attempts: ReadonlySet<number>;
  /** Lines that are not what the script wrote, or under another job. */
  altered: number;
  /** Lines that a reader sees before one that was written earlier. */
  disordered: number;
}

/** Node stats of one moment. */
export interface StoredSample {
  nid: number;
  time: number;
  values: number;
}

/** A fault that really struck: from when to when it could do harm. */
export interface Struck {
  kind: FaultKind;
  /** Of the agent it struck; absent: a controller or PostgreSQL. */
  nid?: number;
  from: number;
  to: number;
  /** False: another fault ended it before it had done what it was planned for. It may have done harm all the same. */
  isWhole: boolean;
  /** Of a flood: the least that was left of the lease of its jobs, in all its time. */
  leastLeaseMs?: number;
}

/** What was seen of processes, beside what became of jobs. */
export interface SeenProcesses {
  /** What was done to processes of the nodes that are none of the agents': the nid, and what. */
  touched: readonly string[];
  /** Agents and controllers that ended, and no fault had killed them: how. */
  ended: readonly string[];
  /** Those of jobs that were alive when their job had ended: its guid, or the pid. */
  survivors: readonly string[];
}

export interface Evidence {
  /** Guids the controllers answered with. */
  acknowledged: readonly string[];
  jobs: readonly StoredJob[];
  /** One entry each time a job became terminal, written by a trigger. */
  ends: readonly string[];
  runs: readonly NotedRun[];
  stored: readonly StoredRun[];
  samples: readonly StoredSample[];
  /** While all agents were to be up, but for faults. */
  sampled: { nids: readonly number[]; from: number; to: number };
  planned: readonly FaultKind[];
  struck: readonly Struck[];
  /** Reports that agents still had on disk when they had been stopped. */
  undelivered: number;
  /** JumpScripts run as another user than their agent. */
  isOtherUser: boolean;
  processes: SeenProcesses;
}
