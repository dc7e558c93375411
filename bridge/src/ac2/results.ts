import { createHash } from 'node:crypto';
import type { Receiver } from '../runner/sourceReader';
import type { Command } from './command';
import type { Commands } from './commands';
import type { ReadRedis } from './readRedis';
import { isOpenState, pickResult, readResult, type Result } from './result';
import { tellJobs } from './tellJobs';
import { keyOf, type Ac2Job } from './toJob';

const JOBS_AT_ONCE = 200;
/** Of commands for which no agent was found. */
const NOT_DELIVERED = /^(No matching connected agents found|No agents with role|Agent is not alive)/;

type Hash = Readonly<Record<string, string>>;

/** What was found in one pass. */
interface Found {
  done: ReadonlyMap<string, string[]>;
  waiting: ReadonlyMap<string, Command>;
  seen: Set<string>;
  receiver: Receiver;
}

/** The `jobresult:<id>` of AC2 and AC8. */
export class Results {
  /** Those that agents answer from. */
  readonly grids = new Set<number>();
  private readonly redis: ReadRedis;
  private readonly commands: Commands;
  /** What each looked like when all of it had ended and was told: as long as it does, nothing is new. */
  private readonly settled = new Map<string, string>();

  constructor(redis: ReadRedis, commands: Commands) {
    this.redis = redis;
    this.commands = commands;
  }

  /** Have all of them told anew. */
  restart(): void {
    this.settled.clear();
  }

  /** Tells those that are new or have changed, and answers which jobs there are. `waiting`: commands that do, by the key of their job. */
  async tellChanged(
    receiver: Receiver,
    waiting: ReadonlyMap<string, Command>,
    isBackfill: boolean
  ): Promise<Set<string>> {
    const seen = new Set<string>();
    const keys = [...(await this.redis.scan('jobresult:*'))];
    this.forget(new Set(keys));
    for (let at = 0; at < keys.length; at += JOBS_AT_ONCE) {
      const hashes = await this.findChanged(keys.slice(at, at + JOBS_AT_ONCE), seen);
      await this.tell(hashes, { waiting, seen, receiver }, isBackfill);
    }
    return seen;
  }

  /** Of results that are gone nothing need be remembered. */
  private forget(keys: ReadonlySet<string>): void {
    for (const key of this.settled.keys()) {
      if (!keys.has(key)) {
        this.settled.delete(key);
      }
    }
    this.commands.forget((id) => keys.has(`jobresult:${id}`));
  }

  private async findChanged(keys: readonly string[], seen: Set<string>): Promise<Array<[key: string, hash: Hash]>> {
    const hashes = await this.redis.hashes(keys);
    return [...hashes].filter(([key, hash]) => {
      const isSettled = this.settled.get(key) === digestOf(hash);
      if (isSettled) {
        placesOf(key, hash).forEach((place) => seen.add(keyOf(place)));
      }
      return !isSettled;
    });
  }

  private async tell(
    changed: ReadonlyArray<readonly [key: string, hash: Hash]>,
    { waiting, seen, receiver }: Omit<Found, 'done'>,
    isBackfill: boolean
  ): Promise<void> {
    const places = changed.flatMap(([key, hash]) => placesOf(key, hash));
    // The lists of what ended first: a hash that is read later is not older.
    const done = await this.redis.lists(places.map(({ list }) => list));
    const hashes = await this.redis.hashes(changed.map(([key]) => key));
    const told = [...hashes].map(([key, hash]) => {
      const jobs = this.jobsOf(key, hash, { done, waiting, seen, receiver });
      this.settled.delete(key);
      return { key, hash, jobs };
    });
    await tellJobs(
      receiver,
      told.flatMap(({ jobs }) => jobs),
      isBackfill
    );
    // Not before: what could not be brought is to be told by the next pass.
    told
      .filter(({ jobs }) => jobs.every(({ result }) => !isOpenState(result)))
      .forEach(({ key, hash }) => this.settled.set(key, digestOf(hash)));
  }

  private jobsOf(key: string, hash: Hash, { done, waiting, seen, receiver }: Found): Ac2Job[] {
    const places = placesOf(key, hash);
    return places.flatMap(({ field, list, id, gid, nid }): Ac2Job[] => {
      const read = (text: string) => readResult(text, id, gid, nid);
      const result = pickResult(
        (done.get(list) ?? []).flatMap((text) => read(text) ?? []),
        read(hash[field] ?? '')
      );
      if (result === undefined) {
        receiver.skip(`${key} ${field}`, 'it is no result');
        return [];
      }
      if (isReply(result)) {
        return [];
      }
      const jobKey = keyOf(result);
      seen.add(jobKey);
      if (result.isOfAgent) {
        this.grids.add(gid);
      }
      const command = waiting.get(jobKey) ?? this.commands.get(id);
      const isFanOut = places.length > 1 || command?.fields['fanout'] === true;
      return [{ result, command, isWaiting: waiting.has(jobKey), isFanOut }];
    });
  }
}

interface Place {
  field: string;
  list: string;
  id: string;
  gid: number;
  nid: number;
}

/** Whose results a `jobresult:<id>` has, and the list where each of them ends. */
function placesOf(key: string, hash: Hash): Place[] {
  const id = key.slice('jobresult:'.length);
  return Object.keys(hash).flatMap((field) => {
    const [, gid, nid] = /^(\d{1,9}):(\d{1,9})$/.exec(field) ?? [];
    return gid === undefined || nid === undefined
      ? []
      : [{ field, list: `cmd.${id}.${gid}.${nid}`, id, gid: Number(gid), nid: Number(nid) }];
  });
}

/** The controller's own answers (`list_agents`, `scheduler_…`) lie among the results, of no grid and no node; so do commands that nobody could take. */
function isReply({ gid, nid, state, fields }: Result): boolean {
  return gid === 0 && nid === 0 && !(state === 'ERROR' && NOT_DELIVERED.test(String(fields['data'] ?? '')));
}

function digestOf(hash: Hash): string {
  return createHash('sha1').update(JSON.stringify(hash)).digest('base64');
}
