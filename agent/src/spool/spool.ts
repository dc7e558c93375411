import { guidOf, type UnsentReport } from '@openvcloud/contract';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { type Logger } from 'pino';
import { makeFolder } from '@openvcloud/settings';
import { readReport } from './readReport';
import { SignalFlag } from '../timing/signalFlag';
import { segmentName } from './spoolFolder';
import { type SpoolBatch } from './spoolReader';
import { type SpoolUsage } from './spoolUsage';

const SEGMENT_BYTES = 4 * 1024 * 1024;
/** A disk that refuses to write is asked again, for as long as the agent lives; the log says so less often. */
const RETRY_WRITE_MS = 1000;
const COMPLAIN_EVERY = 60;
/** An empty line: written to find out whether there is room. */
const PROBE = Buffer.from('\n');
/** A job whose start is forgotten would run again; one whose result is forgotten would count as lost. */
const SYNCED: ReadonlySet<string> = new Set(['started', 'result'] satisfies Array<UnsentReport['kind']>);

interface Pending {
  seq: number;
  kind: UnsentReport['kind'];
  guid: string | undefined;
  line: Buffer;
}

/**
 * Reports on their way to the controller, written to disk before they are sent. One folder per agent start, so that a
 * sequence number never means two different things, even after a power cut took the end of a file.
 * Starts and results are synced to the platter (many with one sync); log lines and stats are left to the kernel.
 * While the disk refuses to write, they wait in memory and are sent from there: what the controller has, needs no disk.
 */
export class Spool {
  /** Raised when there is something to send. */
  readonly written = new SignalFlag();
  readonly resultWritten = new SignalFlag();
  private nextSeq = 1;
  private readonly pending: Pending[] = [];
  private pendingBytes = 0;
  private file: FileHandle | undefined;
  private fileName = '';
  private fileBytes = 0;
  private flushing: Promise<void> | undefined;
  private readonly closing = new SignalFlag();
  private isClosing = false;
  private isClosed = false;
  private failures = 0;
  /** The disk takes what is written. Unknown at first; and while it does not, nobody has anything to write but us. */
  private isProven = false;
  /** What lies behind fileBytes may be other than what is written next. */
  private mustBeginSegment = false;
  private safeSeq = 0;
  private readonly waiting: Array<{ seq: number; done: () => void }> = [];

  readonly folder: string;
  private readonly usage: SpoolUsage;
  private readonly log: Logger;

  constructor(folder: string, usage: SpoolUsage, log: Logger) {
    this.folder = folder;
    this.usage = usage;
    this.log = log;
    // At once, so that a disk without room is known before any work is taken.
    this.startFlushing();
  }

  /** Takes the report at once; returns the sequence number it will be known by. Throws when it has no form in JSON. */
  append(report: UnsentReport): number {
    const seq = this.nextSeq;
    // Before the number is taken: what cannot be written as JSON must leave no gap.
    const line = Buffer.from(`${JSON.stringify({ seq, ...report })}\n`);
    this.nextSeq += 1;
    this.pending.push({ seq, kind: report.kind, guid: guidOf(report), line });
    this.pendingBytes += line.length;
    this.usage.add(line.length);
    this.startFlushing();
    return seq;
  }

  get lastSeq(): number {
    return this.nextSeq - 1;
  }

  /** Bytes taken but not yet on disk: grows when the disk is slower than the scripts are chatty. */
  get backlogBytes(): number {
    return this.pendingBytes;
  }

  /** Resolves when the report with this number is safe: on disk, or the controller's. */
  whenWritten(seq: number): Promise<void> {
    return seq <= this.safeSeq ? Promise.resolve() : new Promise((done) => this.waiting.push({ seq, done }));
  }

  /** Resolves when everything appended so far is safe. */
  async flushed(): Promise<void> {
    while (this.flushing) {
      await this.flushing;
    }
  }

  /** While the disk refuses to write: what waits in memory, at most about so much; else nothing. */
  unwritten(maxBytes: number, maxReports: number): SpoolBatch {
    const batch: SpoolBatch = { reports: [], ends: [] };
    let bytes = 0;
    for (const { line } of this.failures > 0 ? this.pending : []) {
      const report = readReport(line.toString('utf8'));
      bytes += line.length;
      if (batch.reports.length >= maxReports || (bytes > maxBytes && batch.reports.length > 0)) {
        break;
      }
      if (report) {
        batch.reports.push(report);
      }
    }
    return batch;
  }

  /** The controller has what waited in memory up to this number. */
  forget(upTo: number): void {
    this.drop(upTo).forEach(({ line }) => this.usage.remove(line.length));
    this.mustBeginSegment = true;
  }

  /** Whoever reads cannot read this segment, and has taken it away. */
  leaveSegment(name: string): void {
    if (name === this.fileName) {
      this.fileName = '';
      this.mustBeginSegment = true;
    }
  }

  async close(): Promise<void> {
    this.isClosing = true;
    this.closing.raise();
    await this.flushed();
    this.isClosed = true;
    await this.file?.close().catch(() => undefined);
    this.file = undefined;
    if (this.pending.length > 0) {
      const results = this.pending.filter(({ kind }) => kind === 'result').map(({ guid }) => guid);
      this.log.error(
        { folder: this.folder, reports: this.pending.length, results },
        'the disk does not take the last reports, and the Agent Controller did not get them: they are lost'
      );
    }
  }

  private startFlushing(): void {
    this.flushing ??= this.flush().finally(() => (this.flushing = undefined));
  }

  private async flush(): Promise<void> {
    // One turn of the loop later, so that what happens together is written together.
    await new Promise((resolve) => setImmediate(resolve));
    while (!this.isClosed && (this.pending.length > 0 || !this.isProven)) {
      const isLast = this.isClosing;
      try {
        await this.writePending();
      } catch (error) {
        this.complain(error);
        if (isLast) {
          return;
        }
        this.written.raise();
        await this.closing.wait(RETRY_WRITE_MS);
      }
    }
  }

  private async writePending(): Promise<void> {
    const taken = [...this.pending];
    const data = taken.length === 0 ? PROBE : Buffer.concat(taken.map(({ line }) => line));
    const file = await this.segment();
    let done = 0;
    while (done < data.length) {
      // By position: a retry overwrites what a failed attempt left.
      const { bytesWritten } = await file.write(data, done, data.length - done, this.fileBytes + done);
      done += bytesWritten;
    }
    if (taken.length === 0 || taken.some(({ kind }) => SYNCED.has(kind))) {
      await file.datasync();
    }
    this.fileBytes += data.length;
    this.failures = 0;
    this.isProven = true;
    this.usage.reportWriting(true);
    this.usage.add(taken.length === 0 ? PROBE.length : 0);
    const last = taken.at(-1);
    if (last) {
      const dropped = new Set(this.drop(last.seq));
      // Those that were sent from memory meanwhile will be read from disk, and passed, all the same.
      taken.filter((one) => !dropped.has(one)).forEach(({ line }) => this.usage.add(line.length));
      this.written.raise();
    }
    if (taken.some(({ kind }) => kind === 'result')) {
      this.resultWritten.raise();
    }
  }

  /** Up to this number they are safe. Appended in order, so those who wait do so in order. */
  private drop(upTo: number): Pending[] {
    const still = this.pending.findIndex(({ seq }) => seq > upTo);
    const dropped = this.pending.splice(0, still === -1 ? this.pending.length : still);
    this.pendingBytes -= dropped.reduce((sum, { line }) => sum + line.length, 0);
    this.safeSeq = Math.max(this.safeSeq, upTo);
    const waits = this.waiting.findIndex(({ seq }) => seq > this.safeSeq);
    this.waiting.splice(0, waits === -1 ? this.waiting.length : waits).forEach(({ done }) => done());
    return dropped;
  }

  private complain(error: unknown): void {
    this.isProven = false;
    this.usage.reportWriting(false);
    if (this.failures % COMPLAIN_EVERY === 0) {
      this.log.error(
        { err: error, folder: this.folder, reports: this.pending.length },
        'cannot write the spool; reports are kept in memory and sent from there, and no work is taken. Free some disk space'
      );
    }
    this.failures += 1;
  }

  private async segment(): Promise<FileHandle> {
    const name = segmentName(this.pending[0]?.seq ?? this.nextSeq);
    // Begun anew under its own name it would change under whoever reads it.
    const isOther = name !== this.fileName;
    if (this.file && isOther && (this.mustBeginSegment || this.fileBytes >= SEGMENT_BYTES)) {
      const { file } = this;
      this.file = undefined;
      // What a failed attempt left behind its end was never written, as far as anybody knows.
      await file.truncate(this.fileBytes).catch(() => undefined);
      await file.close().catch(() => undefined);
    }
    if (!this.file) {
      makeFolder(this.folder);
      this.file = await open(join(this.folder, name), 'w', 0o600);
      this.fileName = name;
      this.fileBytes = 0;
      this.mustBeginSegment = false;
      this.log.debug({ name }, 'spool segment opened');
    }
    return this.file;
  }
}
