/** One line of output, without its line break; `truncatedFrom` is its true size in bytes when it was cut. */
export interface OutputLine {
  text: string;
  truncatedFrom?: number;
}

const NEWLINE = 0x0a;
const RETURN = 0x0d;

/**
 * Cuts a byte stream into lines. A line longer than the limit keeps its beginning and its true size, so that a
 * script printing gigabytes without a line break costs no memory. Bytes that are no UTF-8 become U+FFFD.
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
    let bytes = this.kept.length === 1 && this.kept[0] ? this.kept[0] : Buffer.concat(this.kept);
    const size = this.lineBytes;
    this.kept = [];
    this.keptBytes = 0;
    this.lineBytes = 0;
    if (size > bytes.length) {
      return { text: wholeCharacters(bytes).toString('utf8'), truncatedFrom: size };
    }
    if (bytes.at(-1) === RETURN) {
      bytes = bytes.subarray(0, -1);
    }
    return { text: bytes.toString('utf8') };
  }
}

/** Leaves out a character that the cut went through. */
export function wholeCharacters(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && bytes.length - end < 3 && ((bytes[end - 1] ?? 0) & 0xc0) === 0x80) {
    end -= 1;
  }
  const lead = bytes[end - 1] ?? 0;
  const needs = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  return bytes.length - end + 1 < needs ? bytes.subarray(0, end - 1) : bytes;
}
