import type { DropReason, JobState, NodeStat } from '@openvcloud/contract';
import type { Outcome } from '../jobs/outcome';
import type { StoredLine } from '../journal/storedLine';

/** A job as reports find it, or as they leave it. */
export interface ReportedJob {
  guid: string;
  timeCreate: number;
  nid: number | null;
  /** Nodes that ran earlier attempts, the latest last. */
  formerNids: number[];
  /** Attempts whose end their agents reported although it is not the job's: a second report of it is not noted again. */
  reportedAttempts: number[];
  nodeName: string | null;
  organization: string;
  cmd: string;
  queue: string;
  state: JobState;
  nativeState: string;
  attempt: number;
  maxAttempts: number;
  backoffSeconds: number;
  wantedRole: string | null;
  log: boolean;
  logLines: number;
  droppedLines: number;
  droppedBecause: DropReason[];
  timeStart: number | null;
  /** Somebody wants it to end: it is not tried again. */
  isCancelRequested: boolean;
}

export interface EndedJob {
  job: ReportedJob;
  outcome: Outcome;
  timeStop: number;
  timeKnown: number;
}

/** What a batch of reports comes to, with the jobs as it leaves them. `touched` jobs have a new start time or line count and did not end. */
export interface ReportPlan {
  lines: StoredLine[];
  /** Log lines that were left out, here or by the agent. */
  dropped: number;
  stats: NodeStat[];
  started: Array<{ job: ReportedJob; waitMs: number }>;
  touched: Set<ReportedJob>;
  ended: EndedJob[];
  retried: Array<{ job: ReportedJob; notBefore: number }>;
  refused: Array<{ seq: number; reason: string }>;
}

export function emptyPlan(): ReportPlan {
  return { lines: [], dropped: 0, stats: [], started: [], touched: new Set(), ended: [], retried: [], refused: [] };
}

/** What batches that were stored one after the other come to. */
export function joinPlans(plans: readonly ReportPlan[]): ReportPlan {
  return {
    lines: plans.flatMap(({ lines }) => lines),
    dropped: plans.reduce((sum, { dropped }) => sum + dropped, 0),
    stats: plans.flatMap(({ stats }) => stats),
    started: plans.flatMap(({ started }) => started),
    touched: new Set(plans.flatMap(({ touched }) => [...touched])),
    ended: plans.flatMap(({ ended }) => ended),
    retried: plans.flatMap(({ retried }) => retried),
    refused: plans.flatMap(({ refused }) => refused),
  };
}

/** Why one report of a batch changes nothing; the others go on. */
export class RefusedReport extends Error {}
