import { type ReportedLine } from '@openvcloud/contract';
import { parseJsonObject } from './parseJsonObject';
import { LineSplitter, wholeCharacters, type OutputLine } from './lineSplitter';

export type OutputStream = 'stdout' | 'stderr';
export function isOutputStream(value: unknown): value is OutputStream {
  return value === 'stdout' || value === 'stderr';
}

export type LogLine = Omit<ReportedLine, 'seq' | 'pid'>;

/** Levels of what a script prints: information, and a warning when it goes to standard error. */
const STREAM_LEVELS = { stdout: 5, stderr: 3 } as const;

/** Opens a log line inside standard output; written by runner/script_output.py. */
const MARK = '\0\x1eLOG';

/** JSON may spend six bytes on one of the message. */
const JSON_GROWTH = 6;
const FRAME_OVERHEAD = 4096;

/** When a line was printed, and when it was logged by a script that gives its monotonic clock in ms. */
interface LineClock {
  now(): number;
  at(monotonic: number): number;
}

/** Turns the bytes of one output stream into log lines: printed lines, and the marked ones of j.logger between them. */
export class OutputReader {
  private readonly splitter: LineSplitter;
  /** Printed text that a marked line interrupted: its rest follows after that line. */
  private interrupted = '';

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
    const now = this.clock.now();
    return this.splitter.push(chunk).flatMap((line) => this.read(line, now));
  }

  end(): LogLine[] {
    const now = this.clock.now();
    const lines = this.splitter.end().flatMap((line) => this.read(line, now));
    const rest = this.interrupted;
    this.interrupted = '';
    return rest === '' ? lines : [...lines, this.printed({ text: rest }, now)];
  }

  private read(line: OutputLine, now: number): LogLine[] {
    const mark = this.stream === 'stdout' ? line.text.indexOf(MARK) : -1;
    const logged = mark === -1 ? undefined : this.parseLogged(line.text.slice(mark + MARK.length));
    if (logged) {
      this.interrupted += line.text.slice(0, mark);
      return [logged];
    }
    const text = this.interrupted + line.text;
    this.interrupted = '';
    return [this.printed({ ...line, text }, now)];
  }

  private parseLogged(json: string): LogLine | undefined {
    const { t, l, c, m, size, tags } = parseJsonObject(json);
    if (typeof t !== 'number' || typeof l !== 'number' || typeof c !== 'string' || typeof m !== 'string') {
      return undefined;
    }
    const line: LogLine = { time: this.clock.at(t), level: l, category: storable(c), message: storable(m) };
    if (typeof size === 'number') {
      line.truncatedFrom = size;
    }
    if (Array.isArray(tags)) {
      line.tags = tags.filter((tag): tag is string => typeof tag === 'string').map(storable);
    }
    return line;
  }

  private printed(line: OutputLine, now: number): LogLine {
    const bytes = Buffer.byteLength(line.text);
    const cut = bytes > this.messageBytes ? { truncatedFrom: line.truncatedFrom ?? bytes } : {};
    const text =
      bytes > this.messageBytes
        ? wholeCharacters(Buffer.from(line.text).subarray(0, this.messageBytes)).toString()
        : line.text;
    return { time: now, level: STREAM_LEVELS[this.stream], category: this.stream, message: storable(text), ...cut };
  }
}

/** PostgreSQL's text has no NUL; show that there was one. */
function storable(text: string): string {
  return text.replaceAll('\0', '\ufffd');
}
