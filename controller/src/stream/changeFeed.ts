import type { Logger } from 'pino';
import type { Database } from '../database/database';
import { readingFor } from '../database/readTurns';
import { pause } from '../timing/pause';
import { readChanges, type Change } from '../journal/changes';
import { listenForChanges } from './listenForChanges';
import { inParts, type StreamEvent } from './readEvents';
import { readForAll } from './readForAll';
import { inStatements, type Selection } from './selection';

/** A stream that is up to date and wants what comes next. */
export interface Follower {
  readonly selection: Selection;
  /** The last change it has seen. */
  readonly seen: number;
  take(event: StreamEvent): void;
  /** All events up to this change have been taken. */
  advance(change: number): void;
  /** What it selects cannot be evaluated in time: it gets nothing more. */
  refuse(): void;
  /** Changes up to this one are not remembered any more. */
  lose(change: number): void;
}

/** Followers of the same selection. */
interface Group {
  selection: Selection;
  followers: Follower[];
}

/** Looks by itself this often, should a notice have been lost. */
const LOOK_AGAIN_MS = 1_000;
/** A transaction that has drawn its place but has not ended holds back those behind it, for about this long. */
const HELD_BACK_MS = 10;

/** Reads what changes in the database once, for all streams of this controller; while there are none it does nothing. */
export class ChangeFeed {
  private readonly database: Database;
  private readonly log: Logger;
  private readonly stopping: AbortSignal;
  private readonly followers = new Set<Follower>();
  private readonly joining: Array<{ follower: Follower; answer: (isIn: boolean) => void }> = [];
  private isRunning = false;
  private isReading = false;
  private isWoken = false;
  private onWake: (() => void) | undefined;
  /** Everything up to this change has been handed out. */
  private seen = 0;

  constructor({ database, log, stopping }: { database: Database; log: Logger; stopping: AbortSignal }) {
    this.database = database;
    this.log = log;
    this.stopping = stopping;
  }

  /** True: it gets every event from where it is. False: it is behind, and has to read what it lacks first. */
  join(follower: Follower): Promise<boolean> {
    if (!this.isRunning) {
      this.seen = follower.seen;
      this.followers.add(follower);
      // For all: not of the share of whoever came first.
      void readingFor(undefined, () => this.run());
      return Promise.resolve(true);
    }
    return this.isReading
      ? new Promise((answer) => this.joining.push({ follower, answer }))
      : Promise.resolve(this.admit(follower));
  }

  leave(follower: Follower): void {
    this.followers.delete(follower);
    this.onWake?.();
  }

  private admit(follower: Follower): boolean {
    const isUpToDate = follower.seen >= this.seen;
    if (isUpToDate) {
      this.followers.add(follower);
    }
    return isUpToDate;
  }

  private async run(): Promise<void> {
    this.isRunning = true;
    const listening = new AbortController();
    const wake = () => {
      this.isWoken = true;
      this.onWake?.();
    };
    const listener = listenForChanges(this.database, wake, this.log, listening.signal);
    while (this.followers.size > 0 && !this.stopping.aborted) {
      await this.look();
    }
    this.isRunning = false;
    listening.abort();
    await listener;
  }

  private async look(): Promise<void> {
    try {
      this.isWoken = false;
      const waitMs = await this.read();
      await this.woken(waitMs);
    } catch (error) {
      this.settle(this.seen);
      this.log.warn({ err: error }, 'changes not read; streams get them when that succeeds again');
      await pause(LOOK_AGAIN_MS, this.stopping);
    }
  }

  /** Answers how long to wait for a notice before the next time. */
  private async read(): Promise<number> {
    this.isReading = true;
    const { changes, upTo, hasMore, isHeldBack, lostUpTo } = await readChanges(this.database, this.seen, {});
    if (lostUpTo !== null) {
      this.followers.forEach((follower) => follower.lose(lostUpTo));
      this.settle(lostUpTo);
      return 0;
    }
    for (const part of inParts(changes)) {
      await this.handOut(part);
      this.settle(part.at(-1)?.id ?? this.seen);
      this.isReading = true;
    }
    this.settle(upTo);
    return hasMore ? 0 : isHeldBack ? HELD_BACK_MS : LOOK_AGAIN_MS;
  }

  private async handOut(part: readonly Change[]): Promise<void> {
    const groups = new Map<string, Group>();
    for (const follower of this.followers) {
      const group = groups.get(follower.selection.key) ?? { selection: follower.selection, followers: [] };
      groups.set(follower.selection.key, group);
      group.followers.push(follower);
    }
    for (const statement of inStatements([...groups.values()])) {
      await this.handOutTo(part, statement);
    }
  }

  private async handOutTo(part: readonly Change[], groups: readonly Group[]): Promise<void> {
    const { events, groups: served, refused } = await readForAll(this.database, part, groups);
    refused.forEach(({ followers }) => followers.forEach((follower) => follower.refuse()));
    for (const event of events) {
      served.forEach(({ followers }, place) => {
        if (event.matches[place] === true) {
          followers.forEach((follower) => follower.take(event));
        }
      });
    }
  }

  /** Nothing is being read: the moment to let others in. */
  private settle(seen: number): void {
    this.seen = seen;
    this.isReading = false;
    this.followers.forEach((follower) => follower.advance(seen));
    this.joining.splice(0).forEach(({ follower, answer }) => answer(this.admit(follower)));
  }

  private woken(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const finish = () => {
        clearTimeout(timer);
        this.stopping.removeEventListener('abort', finish);
        this.onWake = undefined;
        resolve();
      };
      const timer = setTimeout(finish, this.isWoken ? 0 : ms);
      this.onWake = finish;
      this.stopping.addEventListener('abort', finish, { once: true });
      if (this.stopping.aborted) {
        finish();
      }
    });
  }
}
