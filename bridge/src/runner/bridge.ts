import type { BridgeStatusRequest } from '@openvcloud/contract';
import type { Logger } from 'pino';
import { setTimeout as pause } from 'node:timers/promises';
import type { Door } from '../door/door';
import { DoorError } from '../door/doorError';
import type { OpenJob, Receiver, SourceReader } from './sourceReader';

export interface BridgeDeps {
  door: Door;
  reader: SourceReader;
  log: Logger;
  periodMs: number;
  /** Epoch ms. */
  now: () => number;
  stopping: AbortSignal;
}

type Status = Omit<BridgeStatusRequest, 'instance'>;

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
/** The controller gives a source that is silent for 20 s to the next bridge. */
const BEAT_MS = 5_000;
/** Rows that could not be read and are named in the log, of one pass. */
const NAMED_SKIPS = 20;

/** Reads one source again and again, and brings what is new. What fails is tried again with growing pauses; only settings that must be corrected end it. */
export class Bridge {
  private readonly deps: BridgeDeps;
  private readonly status: Status = {
    asOf: null,
    lastSuccess: null,
    lastError: null,
    rowsRead: 0,
    skipped: 0,
    openJobs: 0,
    cut: [],
    lost: [],
    state: null,
  };
  private readonly open = new Map<string, OpenJob>();
  private isOpened = false;
  private namedSkips = 0;

  constructor(deps: BridgeDeps) {
    this.deps = deps;
  }

  /** Until it is stopped; throws a DoorError of kind `stop`. */
  async run(): Promise<void> {
    const { stopping, periodMs, door } = this.deps;
    const beat = setInterval(() => void this.tellStatus().catch(() => undefined), BEAT_MS);
    try {
      for (let failures = 0; !stopping.aborted;) {
        failures = (await this.attempt()) ? 0 : failures + 1;
        const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures, 16));
        await rest(failures === 0 ? periodMs : longest / 2 + (Math.random() * longest) / 2, stopping);
      }
    } finally {
      clearInterval(beat);
      await door.leave().catch(() => undefined);
    }
  }

  /** One pass; false: it is to be tried again sooner. */
  async attempt(): Promise<boolean> {
    const { reader, log, now } = this.deps;
    try {
      await this.ensureOpen();
      this.namedSkips = 0;
      const started = now();
      const open = [...this.open.values()];
      const { asOf, cut, lost } = await reader.pass({ receiver: this.receiver(), open, now: started });
      Object.assign(this.status, { asOf, cut, lost, lastSuccess: now(), lastError: null, state: reader.state() });
      await this.tellStatus();
      log.debug({ ms: now() - started, rows: this.status.rowsRead }, 'source read');
      return true;
    } catch (error) {
      if (error instanceof DoorError && error.kind === 'stop') {
        throw error;
      }
      if (error instanceof DoorError && error.kind === 'taken') {
        this.isOpened = false;
      }
      const message = error instanceof Error ? error.message : String(error);
      this.status.lastError = message.slice(0, 2000);
      log.warn({ reason: message }, 'source not read; it is tried again');
      await this.tellStatus().catch(() => undefined);
      return false;
    }
  }

  private async ensureOpen(): Promise<void> {
    if (this.isOpened) {
      return;
    }
    const { door, reader, periodMs, log } = this.deps;
    const { source, state, openJobs } = await door.open({ kind: reader.kind, periodMs });
    reader.restore(state);
    this.open.clear();
    openJobs.forEach(({ key, nativeState }) => this.open.set(key, { key, nativeState }));
    this.isOpened = true;
    log.info({ source, openJobs: openJobs.length, isFirst: state === null }, 'source taken');
  }

  private async tellStatus(): Promise<void> {
    if (this.isOpened) {
      this.status.openJobs = this.open.size;
      await this.deps.door.status(this.status);
    }
  }

  private receiver(): Receiver {
    const { door } = this.deps;
    const skip = (key: string, why: string) => this.skip(key, why);
    return {
      jobs: async (jobs, isBackfill) => {
        await door.jobs(jobs, isBackfill, (job, why) => skip(job.key, why));
        this.status.rowsRead += jobs.length;
        for (const { key, state, nativeState } of jobs) {
          if (state === 'SCHEDULED' || state === 'RUNNING') {
            this.open.set(key, { key, nativeState });
          } else {
            this.open.delete(key);
          }
        }
      },
      lines: async (lines) => {
        await door.lines(lines, (line, why) => skip(`line ${line.gid}:${line.nid} ${line.order}`, why));
        this.status.rowsRead += lines.length;
      },
      nodes: (nodes) => door.nodes(nodes, (node, why) => skip(`node ${node.gid}:${node.nid}`, why)),
      jumpscripts: (scripts) => door.jumpscripts(scripts, (script, why) => skip(`JumpScript ${script.name}`, why)),
      skip,
    };
  }

  private skip(key: string, why: string): void {
    this.status.skipped += 1;
    this.namedSkips += 1;
    if (this.namedSkips <= NAMED_SKIPS) {
      this.deps.log.warn({ key: key.slice(0, 200), why }, 'a row was skipped');
    }
  }
}

function rest(ms: number, stopping: AbortSignal): Promise<unknown> {
  return pause(ms, undefined, { signal: stopping }).catch(() => undefined);
}
