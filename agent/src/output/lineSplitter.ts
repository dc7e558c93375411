/** One line of output, without its line break: its beginning, as far as it was kept, and its true size in bytes as it was written. */
export interface OutputLine {
  bytes: Buffer;
  size: number;
}

/** `isOverwritten`: a carriage return ended it; a terminal would write the next one over it. */
export interface EndedLine extends OutputLine {
  isOverwritten: boolean;
}

const NEWLINE = 0x0a;
const RETURN = 0x0d;

/**
 * Cuts a byte stream at its line feeds and carriage returns; `\r\n` are two ends with nothing between them. A line longer
 * than the limit keeps its beginning and its true size, so that a script printing gigabytes without a line break costs
 * no memory.
 */
export class LineSplitter {
  private kept: Buffer[] = [];
  private keptBytes = 0;
  private lineBytes = 0;

  private readonly maxBytes: number;

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  push(chunk: Buffer): EndedLine[] {
    const lines: EndedLine[] = [];
    let start = 0;
    let newline = positionOf(NEWLINE, chunk, 0);
    let carriageReturn = positionOf(RETURN, chunk, 0);
    for (let end = Math.min(newline, carriageReturn); end < chunk.length; end = Math.min(newline, carriageReturn)) {
      this.keep(chunk.subarray(start, end));
      lines.push({ ...this.take(), isOverwritten: end === carriageReturn });
      start = end + 1;
      if (end === newline) {
        newline = positionOf(NEWLINE, chunk, start);
      } else {
        carriageReturn = positionOf(RETURN, chunk, start);
      }
    }
    this.keep(chunk.subarray(start));
    return lines;
  }

  /** What there is of the line that has not ended. */
  get begun(): OutputLine {
    const bytes = this.kept.length === 1 && this.kept[0] ? this.kept[0] : Buffer.concat(this.kept);
    return { bytes, size: this.lineBytes };
  }

  /** The same; what follows begins another line. */
  take(): OutputLine {
    const { begun } = this;
    this.kept = [];
    this.keptBytes = 0;
    this.lineBytes = 0;
    return begun;
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
}

/** Its length when it is not in there. */
function positionOf(code: number, chunk: Buffer, from: number): number {
  const position = chunk.indexOf(code, from);
  return position === -1 ? chunk.length : position;
}
