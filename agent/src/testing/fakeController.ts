import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import {
  type Assignment,
  guidOf,
  type HeartbeatRequest,
  type RegisterRequest,
  type Report,
  type ReportedError,
  ReportsRequest,
  type ResultReport,
  type WorkRequest,
} from '@openvcloud/contract';
import { guardFor } from '../wire/contractGuard';
import { toJson } from './deepArgs';
import { applyReport, newFakeJob, type FakeJob } from './fakeJob';
import { noFaults, proxyAnswer } from './faults';
import { TakenReports } from './takenReports';
import { WorkQueue } from './workQueue';

const requestGuard = guardFor(ReportsRequest);

export const LEASE_MS = 30_000;

/**
 * The agent's side of the controller over real HTTP, in memory. Not a mocked client, because bodies, compression,
 * broken connections and long polls are where agents fail.
 */
export class FakeController {
  readonly token = randomUUID();
  readonly faults = noFaults();
  readonly registrations: RegisterRequest[] = [];
  readonly workRequests: WorkRequest[] = [];
  readonly heartbeats: HeartbeatRequest[] = [];
  readonly jobs = new Map<string, FakeJob>();
  readonly cancel = new Set<string>();
  readonly unknown = new Set<string>();
  readonly limits = {
    resultBytes: 4 * 1024 * 1024,
    messageBytes: 64 * 1024,
    linesPerJob: 5_000_000,
    batchBytes: 16 * 1024 * 1024,
  };
  /**
   * `proxied`: report requests that never arrived, because something in between answered.
   * `faulty`: requests whose answer was a fault, or none.
   */
  readonly counts = { reportRequests: 0, proxied: 0, faulty: 0 };
  /** By how much its clock is ahead of this machine's. */
  clockAheadMs = 0;
  heartbeatMs = 200;
  leaseMs = LEASE_MS;
  readonly taken = new TakenReports((report) => applyReport(this.jobs.get(guidOf(report) ?? ''), report));
  /** A whole request is answered 400 BAD_BODY when it holds such a report. */
  isBadBody: (report: Report) => boolean = () => false;
  private readonly sources = new Map<string, string>();
  private readonly queue = new WorkQueue();
  private readonly sourceWaiters: Array<() => void> = [];
  private readonly beatWaiters: Array<() => void> = [];
  private server: Server | undefined;
  private port = 0;

  /** Reports as stored. */
  get reports(): TakenReports['reports'] {
    return this.taken.reports;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Nobody sets this clock: a test may set that of the agent, which is in its process. */
  now(): number {
    return Math.floor(performance.timeOrigin + performance.now() + this.clockAheadMs);
  }

  /** On the same port again after close(): a controller that was restarted. */
  async listen(): Promise<void> {
    const server = createServer((request, response) => void this.serve(request, response));
    await new Promise<void>((done, failed) => server.once('error', failed).listen(this.port, '127.0.0.1', done));
    this.server = server;
    this.port = (server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    const server = this.server;
    this.server = undefined;
    server?.closeAllConnections();
    await new Promise((done) => (server ? server.close(done) : done(undefined)));
  }

  /** Schedules a job that runs this source; returns its guid. */
  add(source: string, changes: Partial<Assignment> = {}): string {
    const hash = createHash('sha256').update(source).digest('hex');
    this.sources.set(hash, source);
    const assignment: Assignment = {
      guid: randomUUID(),
      attempt: 1,
      organization: 'testing',
      name: 'script',
      path: 'testing/script.py',
      hash,
      queue: 'default',
      args: {},
      timeoutSeconds: 30,
      log: true,
      roles: ['node'],
      tags: [],
      timeCreate: this.now(),
      ...changes,
    };
    this.jobs.set(assignment.guid, newFakeJob(assignment));
    this.queue.schedule(assignment);
    return assignment.guid;
  }

  /** How many polls wait for work. */
  get waitingPolls(): number {
    return this.queue.waitingPolls;
  }

  /** How many requests for a source wait. */
  get heldSources(): number {
    return this.sourceWaiters.length;
  }

  releaseSources(): void {
    this.faults.areSourcesHeld = false;
    this.sourceWaiters.splice(0).forEach((release) => release());
  }

  /** How many heartbeats wait for their answer. */
  get heldBeats(): number {
    return this.beatWaiters.length;
  }

  releaseBeats(): void {
    this.faults.areBeatsHeld = false;
    this.beatWaiters.splice(0).forEach((release) => release());
  }

  /** Says it once, by a poll that waits: `cancel` is what heartbeats say. */
  cancelNow(guid: string): void {
    this.queue.cancel(guid);
  }

  job(guid: string): FakeJob {
    const job = this.jobs.get(guid);
    if (!job) {
      throw new Error(`no job ${guid}`);
    }
    return job;
  }

  /** The only result of a job. */
  result(guid: string): ResultReport | undefined {
    return this.job(guid).results[0];
  }

  error(guid: string): ReportedError {
    const error = this.result(guid)?.error;
    if (!error) {
      throw new Error(`job ${guid} has no error: ${JSON.stringify(this.result(guid))}`);
    }
    return error;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk as Buffer);
    }
    if (this.faults.isCut) {
      this.counts.faulty += 1;
      request.socket.destroy();
      return;
    }
    const raw = Buffer.concat(chunks);
    if (this.isAnsweredByProxy(request, raw.length, response) || this.isRefused(request, response)) {
      return;
    }
    const isCompressed = request.headers['content-encoding'] === 'gzip';
    const body: unknown = raw.length === 0 ? undefined : JSON.parse((isCompressed ? gunzipSync(raw) : raw).toString());
    await this.route(request.url ?? '', body, request, response);
  }

  /** Something in between has answered. */
  private isAnsweredByProxy(request: IncomingMessage, bodyBytes: number, response: ServerResponse): boolean {
    const proxy = proxyAnswer(this.faults, bodyBytes);
    if (proxy !== undefined) {
      this.counts.proxied += request.url?.endsWith('/reports') === true ? 1 : 0;
      response.writeHead(proxy.status, { 'content-type': proxy.type }).end(proxy.body);
    }
    return proxy !== undefined;
  }

  private isRefused(request: IncomingMessage, response: ServerResponse): boolean {
    if (request.headers.authorization !== `Bearer ${this.token}`) {
      this.answer(response, 401, {
        code: 'UNAUTHENTICATED',
        detail: 'Expected a token this controller knows.',
        action: 'Ask an admin for one.',
      });
      return true;
    }
    if (this.faults.status !== undefined) {
      this.counts.faulty += 1;
      this.answer(response, this.faults.status, {
        code: 'INTERNAL',
        detail: 'a fault was switched on',
        action: 'switch it off',
      });
      return true;
    }
    return false;
  }

  private async route(url: string, body: unknown, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const source = /^\/api\/v1\/agent\/jumpscripts\/(\w+)$/.exec(url)?.[1];
    if (source !== undefined) {
      if (this.faults.areSourcesHeld) {
        await new Promise<void>((release) => this.sourceWaiters.push(release));
      }
      const text = this.sources.get(source);
      this.answer(
        response,
        text === undefined ? 404 : 200,
        text === undefined ? { code: 'UNKNOWN_SOURCE', detail: 'no such source' } : { hash: source, text }
      );
    } else if (url === '/api/v1/agent/register') {
      this.registrations.push(body as RegisterRequest);
      this.answer(response, 200, {
        gid: 1,
        nid: 7,
        leaseMs: this.leaseMs,
        heartbeatMs: this.heartbeatMs,
        serverTime: this.now(),
        limits: this.limits,
      });
    } else if (url === '/api/v1/agent/heartbeat') {
      await this.beat(body as HeartbeatRequest, response);
    } else if (url === '/api/v1/agent/work') {
      await this.work(body as WorkRequest, request, response);
    } else if (url === '/api/v1/agent/reports') {
      this.store(body as ReportsRequest, request, response);
    } else {
      this.answer(response, 404, { code: 'NO_ROUTE', detail: url });
    }
  }

  private async beat(beat: HeartbeatRequest, response: ServerResponse): Promise<void> {
    this.heartbeats.push(beat);
    const named = (guids: Set<string>): string[] => beat.running.filter((guid) => guids.has(guid));
    const answer = { cancel: named(this.cancel), unknown: named(this.unknown), serverTime: this.now() };
    if (this.faults.areBeatsHeld) {
      await new Promise<void>((release) => this.beatWaiters.push(release));
    }
    this.answer(response, 200, answer);
  }

  private async work(asked: WorkRequest, request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.workRequests.push(asked);
    const answer = await this.queue.poll(asked, request.socket);
    if (answer) {
      this.answer(response, 200, answer);
    }
  }

  private store(body: ReportsRequest, request: IncomingMessage, response: ServerResponse): void {
    this.counts.reportRequests += 1;
    if (!requestGuard.accepts(body) || body.reports.some((report) => this.isBadBody(report))) {
      this.answer(response, 400, {
        code: 'BAD_BODY',
        detail: 'Expected a good body, got a bad one.',
        action: 'Correct it.',
      });
      return;
    }
    const answer = this.taken.take(body);
    if (this.faults.isAnswerLost) {
      this.counts.faulty += 1;
      request.socket.destroy();
      return;
    }
    this.answer(response, 200, answer);
  }

  private answer(response: ServerResponse, status: number, body: object): void {
    const type = status < 400 ? 'application/json' : 'application/problem+json';
    response.writeHead(status, { 'content-type': type }).end(toJson(body));
  }
}
