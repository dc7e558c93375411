/** How much of a kind of frame is taken, in bytes; `isStream`: its payload is passed on as it arrives. */
export interface FrameRule {
  most: number;
  isStream?: boolean;
}

interface FrameListener {
  /** undefined: there is no such frame. */
  rule(kind: string): FrameRule | undefined;
  onFrame(kind: string, payload: Buffer): void;
  /** The stream is no sequence of allowed frames; what follows is not read. */
  onBroken(reason: string): void;
}

const HEADER_BYTES = 5;

/**
 * Cuts a byte stream into frames of [kind: 1 byte][length: 4 bytes, big endian][payload], as runner/agent_link.py sends
 * them. A frame that is too large is refused by its header: memory holds one allowed frame at most.
 */
export class FrameReader {
  private readonly header = Buffer.alloc(HEADER_BYTES);
  private headerBytes = 0;
  private kind = '';
  private isStream = false;
  /** Of the payload. */
  private missing = 0;
  private parts: Buffer[] = [];
  private isBroken = false;

  private readonly listener: FrameListener;

  constructor(listener: FrameListener) {
    this.listener = listener;
  }

  /** No frame has begun. */
  get isBetween(): boolean {
    return this.headerBytes === 0;
  }

  push(chunk: Buffer): void {
    let rest = chunk;
    while (rest.length > 0 && !this.isBroken) {
      rest = this.headerBytes < HEADER_BYTES ? this.readHeader(rest) : this.readPayload(rest);
    }
  }

  private readHeader(chunk: Buffer): Buffer {
    const taken = chunk.copy(this.header, this.headerBytes);
    this.headerBytes += taken;
    if (this.headerBytes === HEADER_BYTES) {
      this.begin(String.fromCharCode(this.header[0] ?? 0), this.header.readUInt32BE(1));
    }
    return chunk.subarray(taken);
  }

  private begin(kind: string, length: number): void {
    const rule = this.listener.rule(kind);
    if (rule === undefined || length > rule.most) {
      this.isBroken = true;
      const what = JSON.stringify(kind);
      this.listener.onBroken(
        rule === undefined
          ? `expected a frame that there is, got kind ${what}`
          : `expected at most ${rule.most} bytes in a frame of kind ${what}, got ${length}`
      );
      return;
    }
    [this.kind, this.missing, this.isStream] = [kind, length, rule.isStream ?? false];
    if (length === 0) {
      this.end(Buffer.alloc(0));
    }
  }

  private readPayload(chunk: Buffer): Buffer {
    const part = chunk.subarray(0, this.missing);
    this.missing -= part.length;
    if (this.isStream) {
      this.headerBytes = this.missing === 0 ? 0 : this.headerBytes;
      this.listener.onFrame(this.kind, part);
    } else {
      this.parts.push(part);
      if (this.missing === 0) {
        this.end(this.parts.length === 1 ? part : Buffer.concat(this.parts));
      }
    }
    return chunk.subarray(part.length);
  }

  private end(payload: Buffer): void {
    this.headerBytes = 0;
    this.parts = [];
    this.listener.onFrame(this.kind, payload);
  }
}
