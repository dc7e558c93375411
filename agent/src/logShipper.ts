import { type ReportedLine } from '@openvcloud/contract';
import { type LogLine } from './outputReader';

export interface LogShipperOptions {
  maxLines: number;
  /** False: the JumpScript wants no log lines kept. */
  isKept: boolean;
  /** No room on disk: count, do not keep. */
  isFull(): boolean;
  ship(lines: ReportedLine[]): void;
}

/** A report is made when this much has come together, or this long after its first line. */
const BATCH_LINES = 500;
const BATCH_CHARS = 128 * 1024;
const BATCH_MS = 200;

/** Numbers the log lines of one job and ships them in batches while it runs. */
export class LogShipper {
  /** Lines over the limit per job, or without room on disk. */
  droppedLines = 0;
  pid: number | undefined;
  private seq = 0;
  private lastTime = 0;
  private batch: ReportedLine[] = [];
  private batchChars = 0;
  private timer: NodeJS.Timeout | undefined;

  private readonly options: LogShipperOptions;

  constructor(options: LogShipperOptions) {
    this.options = options;
  }

  add(line: LogLine): void {
    if (!this.options.isKept) {
      return;
    }
    if (this.seq >= this.options.maxLines || this.options.isFull()) {
      this.droppedLines += 1;
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
    this.batchChars += line.message.length;
    if (this.batch.length >= BATCH_LINES || this.batchChars >= BATCH_CHARS) {
      this.flush();
    } else {
      this.timer ??= setTimeout(() => this.flush(), BATCH_MS);
    }
  }

  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.batch.length > 0) {
      this.options.ship(this.batch);
      this.batch = [];
      this.batchChars = 0;
    }
  }
}
