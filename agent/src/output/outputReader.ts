import { LIMITS } from '@openvcloud/contract';
import { cutBytes, endsInsideCharacter } from './cutBytes';
import { LineSplitter, type EndedLine, type OutputLine } from './lineSplitter';
import { type LogLine } from './logLine';
import { parseLogged } from './parseLogged';
import { storable } from './storable';

export type OutputStream = 'stdout' | 'stderr';

/** Levels of what a script prints: information, and a warning when it goes to standard error. */
const STREAM_LEVELS = { stdout: 5, stderr: 3 } as const;

/** Opens a log line inside standard output; written by runner/script_output.py. */
const MARK = Buffer.from('\0\x1eLOG');

/** JSON may spend six bytes on one of the message, and twelve on a character of category and tags. */
const JSON_GROWTH = 6;
const CHARACTER_GROWTH = 12;
const FRAME_OVERHEAD = 4096 + CHARACTER_GROWTH * (LIMITS.categoryChars + LIMITS.tagsPerLine * (LIMITS.tagChars + 1));

const NOTHING: OutputLine = { bytes: Buffer.alloc(0), size: 0 };

/** When a line was printed, and when it was logged by a script that gives its monotonic clock in ms. */
interface LineClock {
  now(): number;
  at(monotonic: number): number;
}

/**
 * Turns the bytes of one output stream into log lines: printed lines, and the marked ones of j.logger between them. A
 * carriage return ends a line as well, so that each state of a progress bar is one; when nothing stands before it, it ends none.
 */
export class OutputReader {
  private readonly splitter: LineSplitter;
  /** Printed bytes that a marked line interrupted: the rest of their line follows after that one. */
  private interrupted = NOTHING;
  /** The line that is being written was begun by a carriage return: it is one state of a progress bar. */
  isProgress = false;
  /** What the line that is being written holds so far is empty, since it was given as a line already. */
  private isShown = false;
  private printedAt = 0;

  private readonly stream: OutputStream;
  private readonly messageBytes: number;
  private readonly clock: LineClock;

  constructor(stream: OutputStream, messageBytes: number, clock: LineClock) {
    this.stream = stream;
    this.messageBytes = messageBytes;
    this.clock = clock;
    this.splitter = new LineSplitter(messageBytes * JSON_GROWTH + FRAME_OVERHEAD);
  }

  push(chunk: Buffer): LogLine[] {
    this.printedAt = this.clock.now();
    return this.splitter.push(chunk).flatMap((line) => this.read(line));
  }

  end(): LogLine[] {
    const lines = this.read({ ...this.splitter.take(), isOverwritten: true });
    return this.interrupted.size === 0 ? lines : [...lines, this.printed(NOTHING)];
  }

  /** The state of a progress bar that has not moved for a while, which nothing has ended yet: what follows is another line. */
  standing(): LogLine[] {
    const { bytes } = this.splitter.begun;
    // Written in the middle of a character or of a marked line: the rest of it is on its way.
    if (!this.isProgress || endsInsideCharacter(bytes) || bytes.includes(MARK[0] ?? 0)) {
      return [];
    }
    return this.read({ ...this.splitter.take(), isOverwritten: true });
  }

  private read(line: EndedLine): LogLine[] {
    const mark = this.stream === 'stdout' ? line.bytes.indexOf(MARK) : -1;
    const logged = mark === -1 ? undefined : this.logged(line.bytes.toString('utf8', mark + MARK.length));
    if (logged) {
      this.interrupted = this.joined({ bytes: line.bytes.subarray(0, mark), size: mark });
      return [logged];
    }
    const isEmpty = line.size + this.interrupted.size === 0;
    const isNone = isEmpty && (line.isOverwritten || this.isShown);
    this.isProgress = line.isOverwritten;
    this.isShown = line.isOverwritten && (this.isShown || !isEmpty);
    return isNone ? [] : [this.printed(line)];
  }

  private logged(json: string): LogLine | undefined {
    return parseLogged(json, this.messageBytes, (monotonic) => this.clock.at(monotonic));
  }

  /** The limit and the size are those of the bytes as they were written: what is no UTF-8 takes more once it is text. */
  private printed(line: OutputLine): LogLine {
    const { bytes, size } = this.joined(line);
    this.interrupted = NOTHING;
    const message = storable(cutBytes(bytes, this.messageBytes).toString('utf8'));
    const printed = { time: this.printedAt, level: STREAM_LEVELS[this.stream], category: this.stream, message };
    return size > this.messageBytes ? { ...printed, truncatedFrom: size } : printed;
  }

  private joined({ bytes, size }: OutputLine): OutputLine {
    const { interrupted } = this;
    if (interrupted.size === 0) {
      return { bytes, size };
    }
    // One byte more than the limit shows that it was cut.
    const room = Math.max(0, this.messageBytes + 1 - interrupted.bytes.length);
    return { bytes: Buffer.concat([interrupted.bytes, bytes.subarray(0, room)]), size: interrupted.size + size };
  }
}
