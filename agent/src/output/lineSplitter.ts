/** One line of output, without its line break: its beginning, as far as it was kept, and its true size in bytes as it was written. */
export interface OutputLine {
  bytes: Buffer;
  size: number;
}

const NEWLINE = 0x0a;
const RETURN = 0x0d;

/**
 * Cuts a byte stream into lines. A line longer than the limit keeps its beginning and its true size, so that a
 * script printing gigabytes without a line break costs no memory.
 */
export class LineSplitter {
  private kept: Buffer[] = [];
  private keptBytes = 0;
  private lineBytes = 0;

  private readonly maxBytes: number;

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  push(chunk: Buffer): OutputLine[] {
    const lines: OutputLine[] = [];
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      this.keep(chunk.subarray(start, end));
      lines.push(this.take());
      start = end + 1;
    }
    this.keep(chunk.subarray(start));
    return lines;
  }

  /** The last line, when the stream ended without a line break. */
  end(): OutputLine[] {
    return this.lineBytes > 0 ? [this.take()] : [];
  }

  private keep(bytes: Buffer): void {
    this.lineBytes += bytes.length;
    const room = this.maxBytes - this.keptBytes;
    if (room > 0 && bytes.length > 0) {
      const part = bytes.subarray(0, room);
      this.kept.push(part);
      this.keptBytes += part.length;
    }
  }

  private take(): OutputLine {
    const bytes = this.kept.length === 1 && this.kept[0] ? this.kept[0] : Buffer.concat(this.kept);
    const size = this.lineBytes;
    this.kept = [];
    this.keptBytes = 0;
    this.lineBytes = 0;
    return size === bytes.length && bytes.at(-1) === RETURN
      ? { bytes: bytes.subarray(0, -1), size: size - 1 }
      : { bytes, size };
  }
}
