import type { BridgedJob, SourceSpan } from '@openvcloud/contract';
import { withGap } from '../runner/gap';
import type { OpenJob, Pass, Passed, Receiver, SourceReader } from '../runner/sourceReader';
import { vanished } from '../runner/vanished';
import { asObject, parseJson } from '../texts/parseJson';
import { readCommand, type Command } from './command';
import { Commands } from './commands';
import { readLogs, type LogCursor } from './logCursors';
import type { ReadRedis } from './readRedis';
import type { Result } from './result';
import { Results } from './results';
import { toJumpScript } from './schedule';
import { tellJobs } from './tellJobs';
import { keyOf, type Ac2Job } from './toJob';

const AC8_KEEPS = { ms: 86_400_000, words: 'AC8 keeps results for 24 hours' };

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
  private readonly commands = new Commands();
  private readonly results: Results;

  constructor(kind: 'ac2' | 'ac8', redis: ReadRedis, quit: () => Promise<void>) {
    this.kind = kind;
    this.redis = redis;
    this.quit = quit;
    this.results = new Results(redis, this.commands);
  }

  restore(state: string | null): void {
    const read = asObject(parseJson(state ?? 'null')) as Partial<State> | undefined;
    this.kept = { lastPass: read?.lastPass ?? null, logs: read?.logs ?? {}, lost: read?.lost ?? [] };
    this.results.restart();
  }

  state(): string {
    return JSON.stringify(this.kept);
  }

  close(): Promise<void> {
    return this.quit();
  }

  async pass(pass: Pass): Promise<Passed> {
    try {
      return await this.read(pass);
    } catch (error) {
      throw this.redis.reasonFor(error);
    }
  }

  private async read({ receiver, open, now }: Pass): Promise<Passed> {
    const isBackfill = this.kept.lastPass === null;
    const waiting = await this.readWaiting(receiver);
    if (this.kind === 'ac2') {
      await this.commands.readJoblog(this.redis);
    }
    const seen = await this.results.tellChanged(receiver, waiting, isBackfill);
    await this.tellWaiting(receiver, waiting, seen, isBackfill);
    await this.tellVanished(receiver, open, seen);
    await this.readAllLogs(receiver);
    await this.readSchedule(receiver);
    if (this.kind === 'ac8') {
      this.kept.lost = withGap(this.kept.lost, this.kept.lastPass, now, AC8_KEEPS);
    }
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
            this.commands.add(command);
          }
        });
      }
    }
    return waiting;
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
      [...this.results.grids].flatMap((gid) => entries.flatMap((text) => toJumpScript(text, gid) ?? []))
    );
  }
}
