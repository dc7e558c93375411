import type { BridgedJob, BridgedNode, SourceSpan } from '@openvcloud/contract';
import { createHash } from 'node:crypto';
import type { OpenJob, Pass, Passed, Receiver, SourceReader } from '../runner/sourceReader';
import { vanished } from '../runner/vanished';
import { asObject, parseJson } from '../texts/parseJson';
import { readCommand, type Command } from './command';
import { readLogs, type LogCursor } from './logCursors';
import type { ReadRedis } from './readRedis';
import { isDuplicate, isOpenState, pickResult, readResult, type Result } from './result';
import { toJumpScript } from './schedule';
import { keyOf, toJob, type Ac2Job } from './toJob';
import { streamLines } from './toLines';

/** AC8 keeps results for a day. */
const KEPT_MS = 86_400_000;
const JOBS_AT_ONCE = 200;
/** Commands of AC2's joblog that are read at the first look; newer ones later. */
const MOST_COMMANDS = 50_000;
/** Of commands for which no agent was found. */
const NOT_DELIVERED = /^(No matching connected agents found|No agents with role|Agent is not alive)/;

interface State {
  lastPass: number | null;
  logs: Record<string, LogCursor>;
  lost: SourceSpan[];
}

/** AC2 and AC8 through their Redis. */
export class Ac2Reader implements SourceReader {
  readonly kind: 'ac2' | 'ac8';
  private readonly redis: ReadRedis;
  private readonly quit: () => Promise<void>;
  private kept: State = { lastPass: null, logs: {}, lost: [] };
  /** What each `jobresult` looked like when all of it had ended: as long as it does, nothing is new. */
  private readonly settled = new Map<string, string>();
  private readonly commands = new Map<string, Command>();
  private joblogMark: string | undefined;
  /** Those that agents answer from: a schedule is of all of them. */
  private readonly grids = new Set<number>();

  constructor(kind: 'ac2' | 'ac8', redis: ReadRedis, quit: () => Promise<void>) {
    this.kind = kind;
    this.redis = redis;
    this.quit = quit;
  }

  restore(state: string | null): void {
    const read = asObject(parseJson(state ?? 'null')) as Partial<State> | undefined;
    this.kept = { lastPass: read?.lastPass ?? null, logs: read?.logs ?? {}, lost: read?.lost ?? [] };
    this.settled.clear();
  }

  state(): string {
    return JSON.stringify(this.kept);
  }

  close(): Promise<void> {
    return this.quit();
  }

  async pass({ receiver, open, now }: Pass): Promise<Passed> {
    const isBackfill = this.kept.lastPass === null;
    const waiting = await this.readWaiting(receiver);
    await this.readJoblog();
    const seen = await this.readResults(receiver, waiting, isBackfill);
    await this.tellWaiting(receiver, waiting, seen, isBackfill);
    await this.tellVanished(receiver, open, seen);
    await this.readAllLogs(receiver);
    await this.readSchedule(receiver);
    this.noteGap(now);
    this.kept.lastPass = now;
    return { asOf: now, cut: [], lost: this.kept.lost };
  }

  /** Commands that no agent has taken yet, by the key of their job. */
  private async readWaiting(receiver: Receiver): Promise<Map<string, Command & { nid: number; gid: number }>> {
    const waiting = new Map<string, Command>();
    for (const key of await this.redis.scan('cmds:*')) {
      const [, gid, nid] = /^cmds:(\d+):(\d+)$/.exec(key) ?? [];
      if (gid === undefined || nid === undefined) {
        continue;
      }
      for await (const { from, elements } of this.redis.elementsFrom(key, 0)) {
        elements.forEach((element, place) => {
          const command = readCommand(element);
          if (command === undefined) {
            receiver.skip(`${key} ${from + place}`, 'it is no command');
          } else {
            const placed = { ...command, gid: Number(gid), nid: Number(nid) };
            waiting.set(keyOf(placed), placed);
            this.commands.set(command.id, command);
          }
        });
      }
    }
    return waiting;
  }

  /** AC2 keeps every command it got, the newest first. */
  private async readJoblog(): Promise<void> {
    if (this.kind !== 'ac2') {
      return;
    }
    let first: string | undefined;
    for await (const { from, elements } of this.redis.elementsFrom('joblog', 0)) {
      first ??= elements[0];
      const known = elements.indexOf(this.joblogMark ?? '');
      for (const element of known === -1 ? elements : elements.slice(0, known)) {
        const command = readCommand(element);
        if (command !== undefined) {
          this.commands.set(command.id, command);
        }
      }
      if (known !== -1 || from + elements.length >= MOST_COMMANDS) {
        break;
      }
    }
    this.joblogMark = first ?? this.joblogMark;
  }

  /** Answers which jobs there are. */
  private async readResults(
    receiver: Receiver,
    waiting: ReadonlyMap<string, Command>,
    isBackfill: boolean
  ): Promise<Set<string>> {
    const seen = new Set<string>();
    const keys = [...(await this.redis.scan('jobresult:*'))];
    this.forget(new Set(keys));
    for (let at = 0; at < keys.length; at += JOBS_AT_ONCE) {
      const jobs = await this.readSome(keys.slice(at, at + JOBS_AT_ONCE), waiting, seen, receiver);
      await tellJobs(receiver, jobs, isBackfill);
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
    for (const id of this.commands.keys()) {
      if (this.commands.size > MOST_COMMANDS && !keys.has(`jobresult:${id}`)) {
        this.commands.delete(id);
      }
    }
  }

  private async readSome(
    keys: readonly string[],
    waiting: ReadonlyMap<string, Command>,
    seen: Set<string>,
    receiver: Receiver
  ): Promise<Ac2Job[]> {
    const former = await this.redis.hashes(keys);
    const changed = [...former].filter(([key, hash]) => {
      const isSettled = this.settled.get(key) === digestOf(hash);
      if (isSettled) {
        placesOf(key, hash).forEach(({ id, gid, nid }) => seen.add(keyOf({ id, gid, nid })));
      }
      return !isSettled;
    });
    const places = changed.flatMap(([key, hash]) => placesOf(key, hash));
    // The lists of what ended first: a hash that is read later is not older.
    const done = await this.redis.lists(places.map(({ list }) => list));
    const hashes = await this.redis.hashes(changed.map(([key]) => key));
    return [...hashes].flatMap(([key, hash]) => this.jobsOf(key, hash, { done, waiting, seen, receiver }));
  }

  private jobsOf(
    key: string,
    hash: Readonly<Record<string, string>>,
    { done, waiting, seen, receiver }: Found
  ): Ac2Job[] {
    const places = placesOf(key, hash);
    const jobs = places.flatMap(({ field, list, id, gid, nid }): Ac2Job[] => {
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
    const isOver = jobs.every(({ result }) => !isOpenState(result) && !isDuplicate(result));
    if (isOver) {
      this.settled.set(key, digestOf(hash));
    } else {
      this.settled.delete(key);
    }
    return jobs;
  }

  /** Commands that wait outlive their results. */
  private async tellWaiting(
    receiver: Receiver,
    waiting: ReadonlyMap<string, Command>,
    seen: Set<string>,
    isBackfill: boolean
  ): Promise<void> {
    const jobs = [...waiting].flatMap(([key, command]): Ac2Job[] => {
      if (seen.has(key)) {
        return [];
      }
      seen.add(key);
      const { id, gid, nid } = command;
      const result: Result = { id, gid, nid, state: 'QUEUED', startTime: 0, runMs: 0, isOfAgent: false, fields: {} };
      return [{ result, command, isWaiting: true, isFanOut: command.fields['fanout'] === true }];
    });
    await tellJobs(receiver, jobs, isBackfill);
  }

  private async tellVanished(receiver: Receiver, open: readonly OpenJob[], seen: ReadonlySet<string>): Promise<void> {
    const gone = open.filter(({ key }) => !seen.has(key));
    await receiver.jobs(
      gone.map((job): BridgedJob => {
        const [, gid = '0', nid = '0'] = /:(\d+):(\d+)$/.exec(job.key) ?? [];
        return vanished(job, { gid: Number(gid), nid: nid === '0' ? null : Number(nid) });
      }),
      false
    );
  }

  private async readAllLogs(receiver: Receiver): Promise<void> {
    const keys = [...(await this.redis.scan('*:log'))].filter((key) => /^\d{1,9}:\d{1,9}:log$/.test(key));
    const cursors: State['logs'] = {};
    for (const key of keys) {
      cursors[key] = await readLogs(this.redis, key, this.kept.logs[key], receiver);
    }
    // A list that is not there any more begins anew when it comes back.
    this.kept.logs = cursors;
  }

  private async readSchedule(receiver: Receiver): Promise<void> {
    const schedule = (await this.redis.hashes(['controller.schedule'])).get('controller.schedule') ?? {};
    const entries = Object.values(schedule);
    await receiver.jumpscripts(
      [...this.grids].flatMap((gid) => entries.flatMap((text) => toJumpScript(text, gid) ?? []))
    );
  }

  /** What ended and was forgotten while nobody read it. */
  private noteGap(now: number): void {
    const { lastPass, lost } = this.kept;
    if (this.kind === 'ac8' && lastPass !== null && now - lastPass > KEPT_MS) {
      const why = 'AC8 keeps results for 24 hours, and was not read for longer';
      this.kept.lost = [...lost, { from: lastPass, to: now - KEPT_MS, why }].slice(-100);
    }
  }
}

interface Found {
  done: ReadonlyMap<string, string[]>;
  waiting: ReadonlyMap<string, Command>;
  seen: Set<string>;
  receiver: Receiver;
}

interface Place {
  field: string;
  list: string;
  id: string;
  gid: number;
  nid: number;
}

/** Whose results a `jobresult:<id>` has, and the list where each of them ends. */
function placesOf(key: string, hash: Readonly<Record<string, string>>): Place[] {
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

function digestOf(hash: Readonly<Record<string, string>>): string {
  return createHash('sha1').update(JSON.stringify(hash)).digest('base64');
}

async function tellJobs(receiver: Receiver, jobs: readonly Ac2Job[], isBackfill: boolean): Promise<void> {
  await receiver.nodes(nodesOf(jobs));
  await receiver.jobs(jobs.map(toJob), isBackfill);
  await receiver.lines(jobs.flatMap(({ result }) => (isOpenState(result) ? [] : streamLines(result))));
}

/** Who answered is a node; a command that reached nobody makes none. */
function nodesOf(jobs: readonly Ac2Job[]): BridgedNode[] {
  return jobs.flatMap(({ result: { gid, nid, startTime, runMs, isOfAgent } }) =>
    isOfAgent && nid > 0 ? [{ gid, nid, ...(startTime > 0 ? { lastSeen: startTime + runMs } : {}) }] : []
  );
}
