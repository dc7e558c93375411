import { join } from 'node:path';
import { type Logger } from 'pino';
import {
  type DropReason,
  type LogsReport,
  type Report,
  type ResultReport,
  type UnsentReport,
} from '@openvcloud/contract';
import { type ControllerClient } from '../wire/controllerClient';
import { ControllerError } from '../wire/controllerError';
import { type RefusedReports } from './refusedReports';
import { ReportSender, type SenderDeps } from './reportSender';
import { sleep } from '../timing/sleep';
import { type Spool } from './spool';
import { SpoolReader } from './spoolReader';
import { SpoolSource } from './spoolSource';
import { type SpoolUsage } from './spoolUsage';
import { type UnreadableSegments } from './unreadableSegments';

/** Whoever renews the lease of a job until its result has arrived. */
interface JobHolder {
  release(guid: string, attempt: number | undefined): void;
}

export interface DeliveryDeps {
  client: Pick<ControllerClient, 'report'>;
  spool: Spool;
  spoolRoot: string;
  sessionId: string;
  /** Spools of earlier starts, oldest first. */
  former: string[];
  usage: SpoolUsage;
  held: JobHolder;
  refused: RefusedReports;
  unreadable: UnreadableSegments;
  log: Logger;
}

/** A start waits this long for the end of its job: most jobs are short, and then both cost the controller one request. */
const LINGER_MS = 100;
/** Results go at once, with those of the same moment. */
const GATHER_MS = 5;
const FORMER_BATCH_BYTES = 1024 * 1024;

/** Brings reports from disk to the controller: first what earlier starts left behind, then this one's. */
export class Delivery {
  private readonly reader: SpoolReader;
  private readonly sender: ReportSender;
  private lastAcknowledged = 0;

  private readonly deps: DeliveryDeps;

  constructor(deps: DeliveryDeps) {
    this.deps = deps;
    const { spool, usage, log, unreadable } = deps;
    this.reader = new SpoolReader(spool.folder, usage, log, unreadable, (segment) => spool.leaveSegment(segment));
    this.sender = new ReportSender(
      new SpoolSource(this.reader, spool),
      deps.sessionId,
      this.senderDeps(deps.sessionId)
    );
  }

  /**
   * Results of jobs that ended before a crash must arrive before this session is announced, which declares the jobs of
   * the former one lost. What the controller refuses now is tried again once registered.
   */
  async deliverFormer(isRegistered: boolean, signal: AbortSignal): Promise<void> {
    const { former, spoolRoot, sessionId, usage, log, unreadable } = this.deps;
    for (let id = former[0]; id !== undefined && !signal.aborted; id = former[0]) {
      const reader = new SpoolReader(join(spoolRoot, id), usage, log, unreadable).ofFormer();
      const sender = new ReportSender(reader, id, this.senderDeps(id));
      try {
        await sender.drain(isRegistered ? sessionId : id, FORMER_BATCH_BYTES, signal, isRegistered);
      } catch (error) {
        await reader.close();
        if (error instanceof ControllerError && error.kind === 'refuse') {
          log.warn({ code: error.code }, `reports of the former session are sent after registering: ${error.message}`);
          return;
        }
        throw error;
      }
      if (!signal.aborted) {
        await reader.remove();
        former.shift();
        log.info({ spoolId: id }, 'delivered what the former session left behind');
      }
    }
  }

  /** Until aborted. */
  async run(batchBytes: number, signal: AbortSignal): Promise<void> {
    const { spool, sessionId } = this.deps;
    signal.addEventListener('abort', () => spool.written.raise(), { once: true });
    await this.deliverFormer(true, signal);
    while (!signal.aborted) {
      await this.sender.drain(sessionId, batchBytes, signal);
      await spool.written.wait();
      await spool.resultWritten.wait(LINGER_MS);
      await sleep(GATHER_MS, signal);
    }
  }

  /** Everything this session has reported is the controller's. */
  get isComplete(): boolean {
    return this.deps.former.length === 0 && this.lastAcknowledged === this.deps.spool.lastSeq;
  }

  async close(): Promise<void> {
    await (this.isComplete ? this.reader.remove() : this.reader.close());
  }

  private senderDeps(spoolId: string): SenderDeps {
    return {
      report: (request, signal) => this.deps.client.report(request, signal),
      onAcknowledged: (report) => this.settled(report, spoolId),
      onRefused: async (report, reason) => {
        await this.deps.refused.keep(report, spoolId, reason);
        this.replace(report, reason, spoolId);
      },
      log: this.deps.log,
    };
  }

  private settled(report: Report, spoolId: string): void {
    this.passed(report, spoolId);
    if (report.kind === 'result') {
      this.deps.held.release(report.guid, report.attempt);
    }
  }

  /** A job whose result cannot be accepted still ends, with an error that says why; lines that cannot be are counted. */
  private replace(report: Report, reason: string, spoolId: string): void {
    const replacement = replacementFor(report, reason);
    if (replacement) {
      this.passed(report, spoolId);
      this.deps.spool.append(replacement);
    } else {
      this.settled(report, spoolId);
    }
  }

  /** What went from memory may be read from disk once more. */
  private passed({ seq }: Report, spoolId: string): void {
    if (spoolId === this.deps.sessionId) {
      this.lastAcknowledged = Math.max(this.lastAcknowledged, seq);
    }
  }
}

const REFUSED = 'ReportRefused';

function replacementFor(report: Report, reason: string): UnsentReport | undefined {
  switch (report.kind) {
    case 'logs':
      return countOf(report);
    case 'result':
      return errorFor(report, reason);
    default:
      return undefined;
  }
}

/** Lines that were refused are lines left out. */
function countOf({ guid, attempt, lines = [], ...left }: LogsReport): UnsentReport | undefined {
  const { droppedLines = 0, droppedBecause = [] } = left;
  return lines.length === 0
    ? undefined
    : {
        kind: 'logs',
        guid,
        attempt,
        lines: [],
        droppedLines: droppedLines + lines.length,
        droppedBecause: [...new Set<DropReason>([...droppedBecause, 'NOT_STORED'])],
      };
}

function errorFor({ kind, guid, attempt, time, error }: ResultReport, reason: string): UnsentReport | undefined {
  if (time === undefined || error?.type === REFUSED) {
    return undefined;
  }
  const message = `the job ended, but the Agent Controller did not accept its result: ${reason}`;
  const refusal = { type: REFUSED, message, backtrace: null, file: null, line: null, function: null, code: null };
  return { kind, guid, attempt, time, state: 'ERROR', resultCode: 1, error: refusal };
}
