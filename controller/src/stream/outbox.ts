import { LIMITS, type StreamGap } from '@openvcloud/contract';
import { Readable } from 'node:stream';
import { eventText } from './eventText';

interface Entry {
  text: string;
  /** Set for a gap that may still grow. */
  gap?: StreamGap;
}

/** Handed to the socket at once: enough to fill a packet many times, little enough to notice a slow reader. */
const CHUNK_CHARS = 65_536;

/**
 * What one reader has yet to be sent. Bounded: while it is full, events are left out, and a gap event in their place says
 * which and how many. `body` is the answer; it takes no more than the reader's socket does.
 */
export class Outbox {
  readonly body: Readable;
  private readonly onLeftOut: () => void;
  private readonly entries: Entry[] = [];
  private first = 0;
  private chars = 0;
  private isWanted = false;
  private isEnding = false;
  private onEmpty: (() => void) | undefined;

  constructor(onLeftOut: () => void) {
    this.onLeftOut = onLeftOut;
    this.body = new Readable({
      highWaterMark: CHUNK_CHARS,
      read: () => {
        this.isWanted = true;
        this.flush();
      },
      destroy: (error, done) => {
        this.onEmpty?.();
        done(error);
      },
    });
  }

  get isEmpty(): boolean {
    return this.first === this.entries.length;
  }

  /** Sends the event, or leaves it out when the reader is too far behind. */
  offer(id: string, text: string): void {
    if (this.isFull()) {
      this.leaveOut(id);
    } else {
      this.send(text);
    }
  }

  /** Whatever the limits say: for callers that wait until it is empty. */
  send(text: string): void {
    this.chars += text.length;
    this.entries.push({ text });
    this.flush();
  }

  /** Resolves when everything is on its way to the reader, or the reader has gone. */
  empty(): Promise<void> {
    return new Promise((resolve) => {
      if (this.isEmpty || this.body.destroyed) {
        resolve();
      } else {
        this.onEmpty = resolve;
      }
    });
  }

  /** Nothing more will come. */
  end(): void {
    this.isEnding = true;
    this.flush();
  }

  private isFull(): boolean {
    return this.entries.length - this.first >= LIMITS.streamBufferRows || this.chars >= LIMITS.streamBufferBytes;
  }

  private leaveOut(id: string): void {
    this.onLeftOut();
    const gap = this.entries.at(-1)?.gap;
    if (gap === undefined) {
      this.entries.push({ text: '', gap: { reason: 'slow', from: id, to: id, count: 1 } });
    } else {
      gap.to = id;
      gap.count = (gap.count ?? 0) + 1;
    }
  }

  private flush(): void {
    while (this.isWanted && !this.isEmpty) {
      this.isWanted = this.body.push(this.nextChunk());
    }
    if (this.isEmpty) {
      this.onEmpty?.();
      this.onEmpty = undefined;
      if (this.isEnding && !this.body.destroyed) {
        this.isEnding = false;
        this.body.push(null);
      }
    }
  }

  private nextChunk(): string {
    let chunk = '';
    while (chunk.length < CHUNK_CHARS && !this.isEmpty) {
      const entry = this.entries[this.first++];
      if (entry !== undefined) {
        this.chars -= entry.text.length;
        chunk += entry.gap === undefined ? entry.text : eventText('gap', entry.gap.to ?? '', entry.gap);
      }
    }
    if (this.first * 2 > this.entries.length) {
      this.entries.splice(0, this.first);
      this.first = 0;
    }
    return chunk;
  }
}
