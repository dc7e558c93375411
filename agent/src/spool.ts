import { mkdirSync, openSync, closeSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { type Logger } from 'pino';
import { type UnsentReport } from './resultReport';
import { SignalFlag } from './signalFlag';
import { sleep } from './sleep';
import { segmentName } from './spoolFolder';
import { type SpoolUsage } from './spoolUsage';

const SEGMENT_BYTES = 4 * 1024 * 1024;
/** A disk that refuses to write is asked again, for as long as the agent lives. */
const RETRY_WRITE_MS = 1000;
/** A job whose start is forgotten would run again; one whose result is forgotten would count as lost. */
const SYNCED: ReadonlySet<string> = new Set(['started', 'result'] satisfies Array<UnsentReport['kind']>);

/**
 * Reports on their way to the controller, written to disk before they are sent. One folder per agent start, so that a
 * sequence number never means two different things, even after a power cut took the end of a file.
 * Starts and results are synced to the platter (many with one sync); log lines and stats are left to the kernel.
 */
export class Spool {
  readonly written = new SignalFlag();
  readonly resultWritten = new SignalFlag();
  private nextSeq = 1;
  private pending: Buffer[] = [];
  private pendingBytes = 0;
  private mustSync = false;
  private hasResult = false;
  private file: FileHandle | undefined;
  private fileBytes = 0;
  private flushing: Promise<void> | undefined;
  private isClosed = false;
  private writtenSeq = 0;
  private readonly waiting: Array<{ seq: number; done: () => void }> = [];

  readonly folder: string;
  private readonly usage: SpoolUsage;
  private readonly log: Logger;

  constructor(folder: string, usage: SpoolUsage, log: Logger) {
    this.folder = folder;
    this.usage = usage;
    this.log = log;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    closeSync(openSync(join(folder, segmentName(1)), 'a', 0o600));
  }

  /** Takes the report at once; returns the sequence number it will be known by. Throws when it has no form in JSON. */
  append(report: UnsentReport): number {
    const seq = this.nextSeq;
    // Before the number is taken: what cannot be written as JSON must leave no gap.
    const line = Buffer.from(`${JSON.stringify({ seq, ...report })}\n`);
    this.nextSeq += 1;
    this.pending.push(line);
    this.pendingBytes += line.length;
    this.usage.add(line.length);
    this.mustSync ||= SYNCED.has(report.kind);
    this.hasResult ||= report.kind === 'result';
    this.flushing ??= this.flush().finally(() => (this.flushing = undefined));
    return seq;
  }

  get lastSeq(): number {
    return this.nextSeq - 1;
  }

  /** Bytes taken but not yet on disk: grows when the disk is slower than the scripts are chatty. */
  get backlogBytes(): number {
    return this.pendingBytes;
  }

  /** Resolves when the report with this number is on disk. */
  whenWritten(seq: number): Promise<void> {
    return seq <= this.writtenSeq ? Promise.resolve() : new Promise((done) => this.waiting.push({ seq, done }));
  }

  /** Resolves when everything appended so far is on disk. */
  async flushed(): Promise<void> {
    while (this.flushing) {
      await this.flushing;
    }
  }

  async close(): Promise<void> {
    await this.flushed();
    this.isClosed = true;
    await this.file?.close();
    this.file = undefined;
  }

  private async flush(): Promise<void> {
    // One turn of the loop later, so that what happens together is written together.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.pending.length > 0 && !this.isClosed) {
      const taken = this.pending.length;
      const data = Buffer.concat(this.pending);
      const isDurable = this.mustSync;
      const { hasResult } = this;
      this.mustSync = this.hasResult = false;
      await this.writeUntilDone(data, isDurable, taken);
      this.pending.splice(0, taken);
      this.pendingBytes -= data.length;
      this.writtenSeq += taken;
      this.usage.reportWriting(true);
      this.release();
      this.written.raise();
      if (hasResult) {
        this.resultWritten.raise();
      }
    }
  }

  /** Appended in order, so those who wait do so in order. */
  private release(): void {
    const still = this.waiting.findIndex(({ seq }) => seq > this.writtenSeq);
    this.waiting.splice(0, still === -1 ? this.waiting.length : still).forEach(({ done }) => done());
  }

  private async writeUntilDone(data: Buffer, isDurable: boolean, count: number): Promise<void> {
    for (;;) {
      try {
        await this.write(data, isDurable, count);
        return;
      } catch (error) {
        this.usage.reportWriting(false);
        this.log.error(
          { err: error, folder: this.folder },
          'cannot write the spool; reports are kept in memory and no work is taken. Free some disk space'
        );
        await sleep(RETRY_WRITE_MS);
      }
    }
  }

  private async write(data: Buffer, isDurable: boolean, count: number): Promise<void> {
    const file = await this.segment(count);
    let done = 0;
    while (done < data.length) {
      // By position: a retry overwrites what a failed attempt left.
      const { bytesWritten } = await file.write(data, done, data.length - done, this.fileBytes + done);
      done += bytesWritten;
    }
    if (isDurable) {
      await file.datasync();
    }
    this.fileBytes += data.length;
  }

  private async segment(count: number): Promise<FileHandle> {
    if (this.file && this.fileBytes >= SEGMENT_BYTES) {
      await this.file.close();
      this.file = undefined;
    }
    if (!this.file) {
      const firstSeq = this.nextSeq - this.pending.length;
      this.file = await open(join(this.folder, segmentName(firstSeq)), firstSeq === 1 ? 'r+' : 'w', 0o600);
      this.fileBytes = 0;
      this.log.debug({ firstSeq, count }, 'spool segment opened');
    }
    return this.file;
  }
}
