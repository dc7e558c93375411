import type { Logger } from 'pino';
import { ApiError } from '../errors/errors';
import { toApiError } from '../errors/toApiError';
import { type DatabaseClock } from '../timing/databaseClock';
import { CLOCKS_AGREE_MS } from '../timing/leaseTimes';
import { pause } from '../timing/pause';
import { BEAT_EVERY_MS, recordBeat, type UsableRecord, type UsableTime } from '../timing/usableTime';
import type { Database } from './database';

export interface PulseDeps {
  database: Database;
  gid: number;
  usable: UsableTime;
  clock: DatabaseClock;
  log: Logger;
}

interface BeatRow {
  now: number;
  beat_at: number | null;
  gap_from: number | null;
  gap_until: number | null;
}

/** An answer that took longer says too little of the time. */
const NEAR_MS = 2_000;

/**
 * Writes every two seconds that the service can be used, and learns so whether it could: by other controllers, before this one
 * started, before the database was away. The same beat shows a database that takes no changes, one that says nothing any
 * more, whose connections are then thrown out together, and how its clock differs from ours.
 */
export class Pulse {
  private readonly deps: PulseDeps;
  private beating: Promise<void> | undefined;
  /** Beats in a row without any answer. */
  private silences = 0;
  private failure: string | undefined;
  private isFull = false;
  private differs = false;

  constructor(deps: PulseDeps) {
    this.deps = deps;
    deps.database.onTiming((_name, _seconds, error) => {
      this.isFull ||= error !== undefined && toApiError(error).code === 'DATABASE_FULL';
    });
  }

  /** Throws what is wrong with the database: what requests would be told. */
  beat(): Promise<void> {
    this.beating ??= this.beatOnce().finally(() => (this.beating = undefined));
    return this.beating;
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const isAnswered = await this.beat().then(
        () => true,
        () => this.silences === 0
      );
      // Without an answer it has waited long enough.
      await pause(isAnswered ? BEAT_EVERY_MS : 0, signal);
    }
  }

  private async beatOnce(): Promise<void> {
    const { connections } = this.deps.database;
    try {
      await this.write();
      if (this.silences > 0) {
        await connections.dropUnknown();
      }
      await this.tryToGrow();
    } catch (error) {
      this.noteFailure(error);
      throw error;
    }
    this.silences = 0;
    connections.answersAgain();
    if (this.failure !== undefined) {
      this.failure = undefined;
      this.deps.log.info('the database can be used again');
    }
  }

  private async write(): Promise<void> {
    const { database, gid, usable, clock } = this.deps;
    const askedAt = performance.now();
    const [row] = await database.connections.ask<BeatRow>({
      text: `select (extract(epoch from clock_timestamp()) * 1000)::bigint as now, beat_at, gap_from, gap_until
             from (select 1) as one left join service_beats on gid = $1`,
      values: [gid],
    });
    if (row === undefined) {
      throw new Error('expected the time of the database');
    }
    const answeredAt = performance.now();
    if (answeredAt - askedAt < NEAR_MS) {
      clock.measure({ askedAt, answeredAt, databaseTime: row.now });
      this.sayDifference();
    }
    const record = recordBeat(formerOf(row), row.now);
    await database.connections.ask({
      text: `insert into service_beats (gid, beat_at, gap_from, gap_until) values ($1, $2, $3, $4)
             on conflict (gid) do update set beat_at = excluded.beat_at, gap_from = excluded.gap_from, gap_until = excluded.gap_until`,
      values: [gid, record.beatAt, record.gap?.from ?? null, record.gap?.until ?? null],
    });
    usable.learn(record);
    this.sayGap(row, record);
  }

  /** To change a row needs no room. Where something had none, a beat is not enough: something new must fit. */
  private async tryToGrow(): Promise<void> {
    if (this.isFull) {
      await this.deps.database.connections.ask({ text: GROW, values: [] });
      this.isFull = false;
    }
  }

  private noteFailure(error: unknown): void {
    const { database, log } = this.deps;
    const { code, detail } = toApiError(error);
    this.silences = isSilence(error) ? this.silences + 1 : 0;
    if (this.silences === 0) {
      // It said no, but it is there.
      database.connections.answersAgain();
    } else if (this.silences === 1) {
      database.connections.dropIdle();
    } else {
      database.connections.giveUp();
    }
    if (this.failure !== code) {
      this.failure = code;
      log.error({ err: error, code }, `the database cannot be used: ${detail}`);
    }
  }

  private sayDifference(): void {
    const { clock, log } = this.deps;
    const { differenceMs } = clock;
    const differs = Math.abs(differenceMs) > CLOCKS_AGREE_MS;
    if (differs && !this.differs) {
      log.warn(
        { differenceMs },
        "the clock of this machine differs from PostgreSQL's: leases and times are judged by PostgreSQL's; set one of them right"
      );
    } else if (!differs && this.differs) {
      log.info({ differenceMs }, "the clock of this machine agrees with PostgreSQL's again");
    }
    this.differs = differs;
  }

  private sayGap({ gap_until: formerUntil }: BeatRow, { gap }: UsableRecord): void {
    if (gap !== null && gap.until !== formerUntil) {
      const facts = { from: new Date(gap.from), until: new Date(gap.until) };
      this.deps.log.info(
        facts,
        'nobody could use the service: nobody is judged by that time, leases get their full time again'
      );
    }
  }
}

function formerOf({ beat_at: beatAt, gap_from: from, gap_until: until }: BeatRow): UsableRecord | undefined {
  return beatAt === null ? undefined : { beatAt, gap: from === null || until === null ? null : { from, until } };
}

/** No answer, or no connection, in time; a refusal is an answer. */
function isSilence(error: unknown): boolean {
  return error instanceof ApiError || (error instanceof Error && /timeout/i.test(error.message) && !('code' in error));
}

/** About 30 pages of a table that nobody sees, gone when the statement ends. */
const GROW = `create temp table room_to_grow on commit drop as select md5(n::text) as text from generate_series(1, 4000) as n`;
