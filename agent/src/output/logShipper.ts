import { type DropReason, type LogsReport, type ReportedLine } from '@openvcloud/contract';
import { type LogLine } from './logLine';

/** What a report of kind logs holds. */
export type LogPart = Pick<LogsReport, 'lines' | 'droppedLines' | 'droppedBecause'>;

export interface LogShipperOptions {
  maxLines: number;
  /** False: the JumpScript wants no log lines kept. */
  isKept: boolean;
  /** No room on disk: count, do not keep. */
  isFull(): boolean;
  ship(part: LogPart): void;
}

/** A report is made when this much has come together, or this long after its first line. */
const BATCH_LINES = 500;
const BATCH_BYTES = 128 * 1024;
const BATCH_MS = 200;
/** While lines are left out a report says so this often: a full disk must not fill with counts. */
const TELL_DROPPED_MS = 10_000;

/** Numbers the log lines of one job and ships them in batches while it runs. Those it leaves out are counted in the next report. */
export class LogShipper {
  /** Of the whole attempt. */
  droppedLines = 0;
  pid: number | undefined;
  private seq = 0;
  private lastTime = 0;
  private batch: ReportedLine[] = [];
  private batchBytes = 0;
  private untold = 0;
  private readonly untoldReasons = new Set<DropReason>();
  private timer: NodeJS.Timeout | undefined;
  private isTimerLong = false;

  private readonly options: LogShipperOptions;

  constructor(options: LogShipperOptions) {
    this.options = options;
  }

  add(line: LogLine): void {
    if (!this.options.isKept) {
      return;
    }
    if (this.seq >= this.options.maxLines) {
      this.drop('LINE_LIMIT');
      return;
    }
    if (this.options.isFull()) {
      this.drop('SPOOL_FULL');
      return;
    }
    // Lines are read by (time, seq): a line must not jump before one that was written earlier.
    this.lastTime = Math.max(this.lastTime, line.time);
    this.batch.push({
      ...line,
      seq: ++this.seq,
      time: this.lastTime,
      ...(this.pid === undefined ? {} : { pid: this.pid }),
    });
    this.batchBytes += bytesOf(line);
    if (this.batch.length >= BATCH_LINES || this.batchBytes >= BATCH_BYTES) {
      this.flush();
    } else {
      this.flushWithin(BATCH_MS);
    }
  }

  flush(): void {
    this.stopTimer();
    if (this.batch.length > 0 || this.untold > 0) {
      const part = { lines: this.batch, ...this.takeDropped() };
      this.batch = [];
      this.batchBytes = 0;
      this.options.ship(part);
    }
  }

  /** No line comes any more; what is untold goes with the result. */
  end(): void {
    this.stopTimer();
    if (this.batch.length > 0) {
      this.flush();
    }
  }

  /** What no report has told yet, for one that is about to go. */
  takeDropped(): Pick<LogPart, 'droppedLines' | 'droppedBecause'> {
    const dropped = this.untold === 0 ? {} : { droppedLines: this.untold, droppedBecause: [...this.untoldReasons] };
    this.untold = 0;
    this.untoldReasons.clear();
    return dropped;
  }

  drop(reason: DropReason, lines = 1): void {
    this.droppedLines += lines;
    this.untold += lines;
    this.untoldReasons.add(reason);
    this.flushWithin(TELL_DROPPED_MS);
  }

  private flushWithin(ms: number): void {
    const isLong = ms === TELL_DROPPED_MS;
    if (this.timer !== undefined && (isLong || !this.isTimerLong)) {
      return;
    }
    this.stopTimer();
    this.isTimerLong = isLong;
    this.timer = setTimeout(() => this.flush(), ms);
  }

  private stopTimer(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}

/** In a report, about: JSON takes more where it has to escape. */
function bytesOf({ message, category, tags = [] }: LogLine): number {
  return [message, category, ...tags].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}
