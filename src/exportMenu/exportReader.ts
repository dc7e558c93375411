import { propertyOf } from '../unknownValue/propertyOf';

/** How an export ended, as far as its own text says. */
export interface ExportEnding {
  /** Rows without the header and the last line that is none. */
  rows: number;
  /** Why it is not all; undefined: it is whole. */
  missing?: string;
}

const QUOTE = 0x22;
const LINE_END = 0x0a;
/** Longer than any last line: what a notice and a problem say. */
const TAIL_BYTES = 16_384;
const NO_END = 'it ends without saying that it is whole';

/** Reads an export as it comes: counts its rows, and keeps its end. */
export class ExportReader {
  private readonly isCsv: boolean;
  private lines = 0;
  private isQuoted = false;
  private tail = new Uint8Array(0);

  constructor(isCsv: boolean) {
    this.isCsv = isCsv;
  }

  /** Rows so far; a header of CSV is none. */
  get rows(): number {
    return Math.max(0, this.lines - (this.isCsv ? 1 : 0));
  }

  read(chunk: Uint8Array): void {
    for (const byte of chunk) {
      if (this.isCsv && byte === QUOTE) {
        this.isQuoted = !this.isQuoted;
      } else if (byte === LINE_END && !this.isQuoted) {
        this.lines += 1;
      }
    }
    const kept = new Uint8Array(this.tail.length + chunk.length);
    kept.set(this.tail);
    kept.set(chunk, this.tail.length);
    this.tail = kept.slice(-TAIL_BYTES);
  }

  end(): ExportEnding {
    const text = new TextDecoder().decode(this.tail);
    const last = text.trimEnd().split('\n').at(-1) ?? '';
    return this.isCsv ? this.endOfCsv(text, last) : this.endOfNdjson(last);
  }

  /** A whole one has no last line of its own; but each of its rows ends. */
  private endOfCsv(text: string, last: string): ExportEnding {
    const [, said] = /^"?# Not whole(?:, |: )(.*?)"?$/.exec(last.trimEnd()) ?? [];
    if (said !== undefined) {
      return { rows: this.rows - 1, missing: said.replaceAll('""', '"') };
    }
    return { rows: this.rows, ...(text.endsWith('\r\n') ? {} : { missing: NO_END }) };
  }

  private endOfNdjson(last: string): ExportEnding {
    const end = parse(last);
    const coverage = propertyOf(end, 'coverage');
    const detail = propertyOf(propertyOf(end, 'problem'), 'detail');
    if (coverage === undefined && detail === undefined) {
      return { rows: this.rows, missing: NO_END };
    }
    const lacking = propertyOf(coverage, 'isCut') === true ? propertyOf(coverage, 'notice') : undefined;
    const missing = detail ?? lacking;
    return { rows: this.rows - 1, ...(missing === undefined ? {} : { missing: String(missing) }) };
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
