import { open, rm, stat, type FileHandle } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Logger } from 'pino';
import { guidOf, type Report } from '@openvcloud/contract';
import { salvage, type Salvage } from './damagedReports';
import { readReport } from './readReport';
import { sleep } from '../timing/sleep';
import { firstSeqOf, listSegments } from './spoolFolder';
import { type SpoolUsage } from './spoolUsage';
import { isPassing, type UnreadableSegments } from './unreadableSegments';

export interface SpoolBatch {
  reports: Report[];
  /** End of each report within the segment. */
  ends: number[];
}

/** Of damaged lines within what was read, and the number of the report behind them. */
interface DamagedPlace {
  from: number;
  to: number;
  before?: number;
}

const NEWLINE = 0x0a;
const RETRY_READ_MS = 1000;

/** Reads a spool from its beginning, in order; forgets (and deletes) what was acknowledged. A torn last line is left alone. */
export class SpoolReader {
  private segments: string[] = [];
  private readonly passedOver = new Set<string>();
  private readonly said = new Set<string>();
  private offset = 0;
  /** Of the report before `offset`. */
  private lastSeq = 0;
  private isOver = false;
  private file: FileHandle | undefined;

  readonly folder: string;
  private readonly usage: SpoolUsage;
  private readonly log: Logger;
  private readonly unreadable: UnreadableSegments;
  private readonly onSetAside: (segment: string) => void;

  /** `onSetAside`: should somebody still write that segment. */
  constructor(
    folder: string,
    usage: SpoolUsage,
    log: Logger,
    unreadable: UnreadableSegments,
    onSetAside: (segment: string) => void = () => undefined
  ) {
    this.folder = folder;
    this.usage = usage;
    this.log = log;
    this.unreadable = unreadable;
    this.onSetAside = onSetAside;
    this.segments = listSegments(folder);
    this.beginSegment();
  }

  /** Nobody writes it any more: what has no line end has lost it. */
  ofFormer(): this {
    this.isOver = true;
    return this;
  }

  /** The next reports, at most about `maxBytes` of them (one at least); empty when everything written has been read. */
  async read(maxBytes: number, maxReports: number): Promise<SpoolBatch> {
    for (;;) {
      const before = this.offset;
      try {
        const batch = await this.readSegment(maxBytes, maxReports);
        const isDamaged = this.offset > before;
        if (batch.reports.length > 0 || (!isDamaged && !(await this.moveOn()))) {
          return batch;
        }
      } catch (error) {
        await this.recover(error);
      }
    }
  }

  /** The first `count` reports of the batch need not be read again. */
  commit(batch: SpoolBatch, count: number): void {
    this.pass(batch.ends[count - 1] ?? this.offset);
    this.lastSeq = batch.reports[count - 1]?.seq ?? this.lastSeq;
  }

  /** Whoever reads it again begins with this segment anew: until then all of it counts. */
  async close(): Promise<void> {
    await this.closeFile();
    this.pass(0);
  }

  /** Everything was acknowledged: the folder is of no use any more. */
  async remove(): Promise<void> {
    await this.closeFile();
    try {
      for (const name of listSegments(this.folder)) {
        const passed = name === this.segments[0] ? this.offset : 0;
        this.usage.remove((await stat(join(this.folder, name))).size - passed);
      }
      await rm(this.folder, { recursive: true, force: true });
    } catch (error) {
      this.log.error(
        { err: error, folder: this.folder },
        'a delivered spool cannot be removed; the next start sends it again, and the Agent Controller takes nothing twice'
      );
    }
  }

  private beginSegment(): void {
    this.offset = 0;
    this.lastSeq = firstSeqOf(this.segments[0]) - 1;
  }

  private pass(offset: number): void {
    this.usage.remove(offset - this.offset);
    this.offset = offset;
  }

  private async closeFile(): Promise<void> {
    const { file } = this;
    this.file = undefined;
    await file?.close();
  }

  private async recover(error: unknown): Promise<void> {
    const [name] = this.segments;
    if (name === undefined || isPassing(error)) {
      this.log.error({ err: error, folder: this.folder }, 'the spool cannot be read now; it is tried again');
      await sleep(RETRY_READ_MS);
      return;
    }
    await this.closeFile().catch(() => undefined);
    const bytes = await stat(join(this.folder, name)).then(
      ({ size }) => size,
      () => this.offset
    );
    this.usage.remove(bytes - this.offset);
    if (!(await this.unreadable.take(this.folder, basename(this.folder), name, error))) {
      this.passedOver.add(name);
    }
    this.segments.shift();
    this.beginSegment();
    this.onSetAside(name);
  }

  private async readSegment(maxBytes: number, maxReports: number): Promise<SpoolBatch> {
    const batch: SpoolBatch = { reports: [], ends: [] };
    const data = await this.wholeLines(maxBytes);
    const damaged: string[] = [];
    let start = 0;
    let damagedFrom = 0;
    for (
      let end = data.indexOf(NEWLINE);
      end !== -1 && batch.reports.length < maxReports;
      end = data.indexOf(NEWLINE, start)
    ) {
      const text = data.toString('utf8', start, end);
      const report = readReport(text);
      if (report) {
        this.addDamaged(batch, damaged.splice(0), { from: damagedFrom, to: start, before: report.seq });
        batch.reports.push(report);
        batch.ends.push(this.offset + end + 1);
      } else if (text !== '') {
        damagedFrom = damaged.length === 0 ? start : damagedFrom;
        damaged.push(text); // else: it only showed that there was room
      }
      start = end + 1;
    }
    this.addDamaged(batch, damaged, { from: damagedFrom, to: start });
    if (batch.reports.length === 0) {
      this.pass(this.offset + start);
    }
    return batch;
  }

  /** A power cut can leave garbage in the middle of a file; that must not hold back all others, nor be lost in silence. */
  private addDamaged(batch: SpoolBatch, lines: readonly string[], place: DamagedPlace): void {
    if (lines.length === 0) {
      return;
    }
    const after = batch.reports.at(-1)?.seq ?? this.lastSeq;
    const salvaged = salvage(lines.join('\n'), after, place.before);
    salvaged.reports.forEach((report, index) => {
      batch.reports.push(report);
      // All of it is read again until the last of them is acknowledged.
      const isLast = index === salvaged.reports.length - 1;
      batch.ends.push(this.offset + (isLast ? place.to : place.from));
    });
    this.sayDamaged(salvaged, this.offset + place.to);
  }

  /** Once, however often it is read until it is delivered. */
  private sayDamaged({ reports, strayLines }: Salvage, end: number): void {
    const segment = this.segments[0] ?? '';
    if (this.said.has(`${segment} ${end}`)) {
      return;
    }
    this.said.add(`${segment} ${end}`);
    const told = reports.map((report) => ({ ...report, lines: undefined, error: undefined }));
    this.log.error(
      { folder: this.folder, segment, end, told, strayLines },
      'a damaged part of the spool is left out: the jobs that it still names are told what they lost; of strayLines log lines nobody can tell the job'
    );
  }

  private async wholeLines(maxBytes: number): Promise<Buffer> {
    const name = this.segments[0];
    if (name === undefined) {
      return Buffer.alloc(0);
    }
    this.file ??= await open(join(this.folder, name), 'r');
    const left = (await this.file.stat()).size - this.offset;
    for (let size = Math.min(maxBytes, left); size > 0; size = Math.min(size * 2, left)) {
      const buffer = Buffer.alloc(size);
      const { bytesRead } = await this.file.read(buffer, 0, size, this.offset);
      const end = buffer.subarray(0, bytesRead).lastIndexOf(NEWLINE) + 1;
      if (this.isOver && size === left && end < bytesRead) {
        return Buffer.concat([buffer.subarray(0, bytesRead), Buffer.of(NEWLINE)]);
      }
      if (end > 0 || size === left) {
        return buffer.subarray(0, end); // else: one report larger than the batch
      }
    }
    return Buffer.alloc(0);
  }

  /** On to the next segment, when the writer has begun one; the former is then complete and acknowledged. */
  private async moveOn(): Promise<boolean> {
    const current = this.segments[0];
    const later = listSegments(this.folder).filter(
      (name) => (current === undefined || name > current) && !this.passedOver.has(name)
    );
    if (current === undefined || later.length === 0) {
      if (current === undefined) {
        this.segments = later;
        this.beginSegment();
      }
      return current === undefined && later.length > 0;
    }
    // The writer may have added to the former one just before it began the next.
    if (this.file && (await this.file.stat()).size > this.offset && (await this.wholeLines(1)).length > 0) {
      return true;
    }
    await this.closeFile();
    this.usage.remove((await stat(join(this.folder, current))).size - this.offset);
    await rm(join(this.folder, current), { force: true });
    this.segments = later;
    this.beginSegment();
    return true;
  }
}
