import type { StreamGap } from '@openvcloud/contract';
import type { Logger } from 'pino';
import type { Readable } from 'node:stream';
import type { Database } from '../database/database';
import { readChanges } from '../journal/changes';
import type { ChangeFeed, Follower } from './changeFeed';
import { eventText, heartbeatText, openingText } from './eventText';
import { Outbox } from './outbox';
import { afterChange, formatPosition, isAfter, readAfter, type Position } from './position';
import { inParts, readEvents, type StreamEvent } from './readEvents';
import { isOverBudget, READ_BUDGET_MS } from './readForAll';
import type { Selection } from './selection';

export interface StreamDeps {
  database: Database;
  feed: ChangeFeed;
  log: Logger;
  onLeftOut: () => void;
}

/** One reader: first reads by itself what it missed, as fast as it takes it, then follows the feed. */
export class LiveStream implements Follower {
  readonly selection: Selection;
  private readonly deps: StreamDeps;
  private readonly outbox: Outbox;
  private position: Position;

  constructor(deps: StreamDeps, selection: Selection, start: Position, gap: StreamGap | null) {
    this.deps = deps;
    this.selection = selection;
    this.position = start;
    this.outbox = new Outbox(deps.onLeftOut);
    this.outbox.send(openingText(formatPosition(start)));
    if (gap !== null) {
      this.tell(gap);
    }
    this.body.once('close', () => deps.feed.leave(this));
  }

  get body(): Readable {
    return this.outbox.body;
  }

  get seen(): number {
    return readAfter(this.position);
  }

  /** Resolves when it follows the feed, or its reader has gone. */
  async start(): Promise<void> {
    try {
      while (!this.body.destroyed && !(await this.catchUp())) {
        // More came meanwhile.
      }
    } catch (error) {
      if (isOverBudget(error)) {
        this.refuse();
        return;
      }
      // The client comes back with the last id it has seen.
      this.deps.log.warn({ err: error }, 'a stream could not read what it missed and was closed');
      this.body.destroy();
    }
  }

  take(event: StreamEvent): void {
    if (isAfter(event.position, this.position)) {
      this.position = event.position;
      this.outbox.offer(event.id, event.text);
    }
  }

  advance(change: number): void {
    const position = afterChange(change);
    if (isAfter(position, this.position)) {
      this.position = position;
    }
  }

  lose(change: number): void {
    this.advance(change);
    this.tell(EXPIRED);
  }

  refuse(): void {
    this.deps.log.warn({ selection: this.selection.key }, 'the filters of a stream took too long; it was ended');
    this.tell({ ...EXPIRED, reason: 'budget' });
    this.end();
  }

  /** Also moves the id a quiet stream resumes from, so that it does not fall out of what is remembered. */
  beat(): void {
    if (this.outbox.isEmpty) {
      this.outbox.send(heartbeatText(formatPosition(this.position)));
    }
  }

  end(): void {
    this.deps.feed.leave(this);
    this.outbox.end();
  }

  /** True: it has joined the feed. */
  private async catchUp(): Promise<boolean> {
    const { database, feed } = this.deps;
    const { changes, upTo, hasMore, lostUpTo } = await readChanges(database, this.seen, {});
    if (lostUpTo !== null) {
      this.lose(lostUpTo);
      return false;
    }
    for (const part of inParts(changes)) {
      for (const event of await readEvents(database, part, [this.selection], { budgetMs: READ_BUDGET_MS })) {
        if (isAfter(event.position, this.position)) {
          this.outbox.send(event.text);
        }
      }
      this.advance(part.at(-1)?.id ?? 0);
      await this.outbox.empty();
      if (this.body.destroyed) {
        return true;
      }
    }
    this.advance(upTo);
    return !hasMore && (await this.join(feed));
  }

  private async join(feed: ChangeFeed): Promise<boolean> {
    const isIn = await feed.join(this);
    if (isIn && this.body.destroyed) {
      feed.leave(this);
    }
    return isIn;
  }

  private tell(gap: StreamGap): void {
    this.outbox.send(eventText('gap', formatPosition(this.position), gap));
  }
}

const EXPIRED: StreamGap = { reason: 'expired', from: null, to: null, count: null };
