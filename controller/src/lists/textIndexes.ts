import type { Logger } from 'pino';
import type { Client } from 'pg';
import { endConnection } from '../database/connection';
import type { Database } from '../database/database';
import { rangeOfTextIndex, textIndexName } from './indexedRanges';
import {
  brokenIndexes,
  missingDays,
  missingPart,
  needlessParts,
  TEXTS,
  type Text,
  type TextIndex,
} from './missingTextIndexes';

export const INDEX_TEXT_EVERY_MS = 60_000;
/** Any number that nothing else locks: of several controllers one builds. */
const LOCK = 7_238_004;

const EXTENSIONS = ['pg_trgm', 'btree_gin'] as const;

export interface TextIndexDeps {
  database: Database;
  now: () => number;
  log: Logger;
  texts?: readonly Text[];
}

/**
 * Gives every day that is over a trigram index, and the day that is not over one for each part of it that has many rows
 * (docs/adr/0007): adding lines to one as they come would cost ten times what storing them costs. What is not indexed yet
 * is searched by reading it.
 */
export class TextIndexes {
  private readonly deps: TextIndexDeps;
  private hasWarned = false;

  constructor(deps: TextIndexDeps) {
    this.deps = deps;
  }

  async pass(signal: AbortSignal): Promise<void> {
    if (await this.canIndex()) {
      await this.buildMissing(signal);
    }
  }

  /** A PostgreSQL of somebody else may not let us: then searches still answer, only slower. */
  private async canIndex(): Promise<boolean> {
    const { database, log } = this.deps;
    try {
      for (const name of EXTENSIONS) {
        const found = await database.query({ text: 'select 1 from pg_extension where extname = $1', values: [name] });
        if (found.length === 0) {
          await database.query({ text: `create extension if not exists ${name}`, values: [] });
        }
      }
      return true;
    } catch (error) {
      if (!this.hasWarned) {
        log.warn(
          { err: error },
          'Expected PostgreSQL to let the controller create the extensions pg_trgm and btree_gin, it refused. Text search reads every row of its time range until the database owner runs "create extension pg_trgm; create extension btree_gin" there.'
        );
        this.hasWarned = true;
      }
      return false;
    }
  }

  private async buildMissing(signal: AbortSignal): Promise<void> {
    const { database } = this.deps;
    if ((await this.next()) === undefined) {
      return;
    }
    const client = await database.connect();
    try {
      const { rows } = await client.query<{ pid: number; is_mine: boolean }>(
        'select pg_backend_pid() as pid, pg_try_advisory_lock($1) as is_mine',
        [LOCK]
      );
      const [session] = rows;
      if (session?.is_mine !== true) {
        return;
      }
      const cancel = () =>
        void database.query({ text: 'select pg_cancel_backend($1)', values: [session.pid] }).catch(() => undefined);
      signal.addEventListener('abort', cancel, { once: true });
      for (let next = await this.next(); next !== undefined && !signal.aborted; next = await this.next()) {
        await next(client);
      }
      signal.removeEventListener('abort', cancel);
    } catch (error) {
      if (!signal.aborted) {
        throw error;
      }
    } finally {
      await endConnection(client);
    }
  }

  /** What is to be done next: what is searched most comes first, and that is the newest. */
  private async next(): Promise<((client: Client) => Promise<void>) | undefined> {
    const { database, now, texts = TEXTS } = this.deps;
    const [broken] = await brokenIndexes(database);
    if (broken !== undefined) {
      return (client) => drop(client, broken);
    }
    for (const text of texts) {
      const part = await missingPart(database, text, now());
      if (part !== undefined) {
        return (client) => this.build(client, part);
      }
    }
    const [needless] = await needlessParts(database);
    if (needless !== undefined) {
      return (client) => drop(client, needless);
    }
    for (const text of texts) {
      const [day] = await missingDays(database, text, now());
      if (day !== undefined) {
        return (client) => this.build(client, day);
      }
    }
    return undefined;
  }

  private async build(client: Client, { partition, columns, time, part }: TextIndex): Promise<void> {
    const name = textIndexName(partition, part);
    const condition = part === undefined ? '' : `where ${time} >= ${part.from} and ${time} < ${part.to}`;
    // Concurrently: nobody who reads or writes that day waits.
    await client.query(
      `create index concurrently if not exists ${name} on ${partition} using gin (${columns}) ${condition}`
    );
    // Without statistics of the day PostgreSQL cannot tell a rare word from a common one.
    await client.query(`analyze ${partition}`);
    this.deps.log.info({ partition, ...rangeOfTextIndex(name) }, 'text index built');
  }
}

async function drop(client: Client, name: string): Promise<void> {
  await client.query(`drop index concurrently if exists ${name}`);
}
