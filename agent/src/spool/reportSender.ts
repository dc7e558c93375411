import { type Logger } from 'pino';
import { type Report, type ReportsRequest, type ReportsResponse } from '@openvcloud/contract';
import { backoffMs, CONTROLLER_AWAY } from '../wire/backoff';
import { ControllerError } from '../wire/controllerError';
import { sleep } from '../timing/sleep';
import { type SpoolBatch } from './spoolReader';

/** Reports in the order they were made; those that were committed are not read again. */
export interface ReportSource {
  read(maxBytes: number, maxReports: number): Promise<SpoolBatch>;
  commit(batch: SpoolBatch, count: number): void;
}

export interface SenderDeps {
  report(request: ReportsRequest, signal?: AbortSignal): Promise<ReportsResponse>;
  /** Stored for good by the controller. */
  onAcknowledged(report: Report): void;
  /** Will never be accepted; it is left behind when this has resolved. */
  onRefused(report: Report, reason: string): Promise<void>;
  log: Logger;
}

const BATCH_REPORTS = 2000;
/** Of a proxy, whose limit is below what the controller takes. */
const TOO_LARGE = 413;

/** Sends one spool, in order. Each report is sent until it is acknowledged or refused for good. */
export class ReportSender {
  private failures = 0;
  private batchReports = BATCH_REPORTS;

  private readonly source: ReportSource;
  private readonly spoolId: string;
  private readonly deps: SenderDeps;

  constructor(source: ReportSource, spoolId: string, deps: SenderDeps) {
    this.source = source;
    this.spoolId = spoolId;
    this.deps = deps;
  }

  /**
   * Send until nothing is left. Waits and tries again while the controller is away.
   * Throws a ControllerError when the agent must stop or, with `isPatient` false, when the controller refuses the whole batch.
   */
  async drain(sessionId: string, batchBytes: number, signal: AbortSignal, isPatient = true): Promise<void> {
    while (!signal.aborted) {
      const batch = await this.source.read(batchBytes, this.batchReports);
      if (batch.reports.length === 0) {
        return;
      }
      try {
        await this.send(batch, sessionId, signal);
      } catch (error) {
        await this.recover(error, batch, signal, isPatient);
      }
    }
  }

  private async send(batch: SpoolBatch, sessionId: string, signal: AbortSignal): Promise<void> {
    const answer = await this.deps.report({ sessionId, spoolId: this.spoolId, reports: batch.reports }, signal);
    const refused = new Map(answer.refused.map(({ seq, reason }) => [seq, reason]));
    let done = 0;
    for (const report of batch.reports) {
      const reason = refused.get(report.seq);
      if (reason === undefined && report.seq > answer.acknowledged) {
        break;
      }
      await this.settle(report, reason);
      done += 1;
    }
    if (done === 0) {
      throw new ControllerError(
        'retry',
        200,
        'NOT_ACKNOWLEDGED',
        `the Agent Controller acknowledged ${answer.acknowledged}, expected ${batch.reports[0]?.seq} or more`
      );
    }
    this.source.commit(batch, done);
    this.failures = 0;
    this.batchReports = Math.min(BATCH_REPORTS, this.batchReports * 2);
  }

  private async settle(report: Report, refusedBecause: string | undefined): Promise<void> {
    if (refusedBecause === undefined) {
      this.deps.onAcknowledged(report);
    } else {
      await this.deps.onRefused(report, refusedBecause);
    }
  }

  private async recover(error: unknown, batch: SpoolBatch, signal: AbortSignal, isPatient: boolean): Promise<void> {
    if (signal.aborted) {
      return;
    }
    if (!(error instanceof ControllerError) || error.kind === 'stop' || (error.kind === 'refuse' && !isPatient)) {
      throw error;
    }
    if (error.kind === 'refuse') {
      await this.leaveBehind(batch, error);
      return;
    }
    if (error.status === TOO_LARGE && batch.reports.length > 1) {
      this.narrow(batch);
      return;
    }
    const waitMs = backoffMs(CONTROLLER_AWAY, this.failures++);
    this.deps.log.warn(
      { code: error.code, waitMs, reports: batch.reports.length },
      `reports not delivered, kept on disk: ${error.message}`
    );
    await sleep(waitMs, signal);
  }

  /** One report spoils the batch: halve until it stands alone, then leave it behind, so that it never blocks the others. */
  private async leaveBehind(batch: SpoolBatch, error: ControllerError): Promise<void> {
    const [first] = batch.reports;
    if (first && batch.reports.length === 1) {
      await this.deps.onRefused(first, error.message);
      this.source.commit(batch, 1);
    } else {
      this.narrow(batch);
    }
  }

  private narrow(batch: SpoolBatch): void {
    this.batchReports = Math.max(1, Math.floor(batch.reports.length / 2));
  }
}
