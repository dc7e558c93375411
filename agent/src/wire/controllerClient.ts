import { gzip } from 'node:zlib';
import { promisify } from 'node:util';
import { type Static, type TSchema } from '@sinclair/typebox';
import { Pool } from 'undici';
import {
  ENDPOINTS,
  type HeartbeatRequest,
  type HeartbeatResponse,
  type JumpScriptSource,
  type RegisterRequest,
  type RegisterResponse,
  type ReportsRequest,
  type ReportsResponse,
  type WorkRequest,
  type WorkResponse,
} from '@openvcloud/contract';
import { guardFor, type Guard } from './contractGuard';
import { connectorFor, isDistrust, type ControllerTlsFiles } from './controllerTls';
import { ControllerError, errorFromAnswer, type Answer } from './controllerError';
import { noAnswerReason } from './noAnswer';

const compress = promisify(gzip);
/** Below this, compressing costs more than it saves. */
const COMPRESS_FROM_BYTES = 1024;
const ANSWER_WITHIN_MS = 20_000;

interface Endpoint<S extends TSchema> {
  path: string;
  guard: Guard<Static<S>>;
}

interface Call<T> {
  method: 'GET' | 'POST';
  path: string;
  guard: Guard<T>;
  body?: unknown;
  waitMs?: number;
  signal?: AbortSignal | undefined;
}

const REGISTER = endpoint(ENDPOINTS.registerAgent);
const WORK = endpoint(ENDPOINTS.pollWork);
const HEARTBEAT = endpoint(ENDPOINTS.heartbeat);
const REPORT = endpoint(ENDPOINTS.report);
const SOURCE = endpoint(ENDPOINTS.getJumpScriptSource);

function endpoint<S extends TSchema>({ path, response }: { path: string; response: S }): Endpoint<S> {
  return { path, guard: guardFor(response) };
}

/** The controller's HTTP API as an agent uses it. Answers are checked against the contract before anybody reads them. */
export class ControllerClient {
  private readonly pool: Pool;
  private readonly basePath: string;

  private readonly url: string;
  private readonly token: string;

  constructor(url: string, token: string, tls: ControllerTlsFiles) {
    this.url = url;
    this.token = token;
    const { origin, pathname } = new URL(url);
    this.basePath = pathname.replace(/\/+$/, '');
    this.pool = new Pool(origin, { connections: 16, connect: connectorFor(tls) });
  }

  register(request: RegisterRequest, signal?: AbortSignal): Promise<RegisterResponse> {
    return this.post(REGISTER, request, { signal });
  }

  work(request: WorkRequest, signal?: AbortSignal): Promise<WorkResponse> {
    return this.post(WORK, request, { signal, waitMs: request.waitMs });
  }

  heartbeat(request: HeartbeatRequest, signal?: AbortSignal): Promise<HeartbeatResponse> {
    return this.post(HEARTBEAT, request, { signal });
  }

  report(request: ReportsRequest, signal?: AbortSignal): Promise<ReportsResponse> {
    return this.post(REPORT, request, { signal });
  }

  source(hash: string): Promise<JumpScriptSource> {
    return this.call({
      method: 'GET',
      path: SOURCE.path.replace(':hash', encodeURIComponent(hash)),
      guard: SOURCE.guard,
    });
  }

  async close(): Promise<void> {
    await this.pool.destroy();
  }

  private post<S extends TSchema>(
    { path, guard }: Endpoint<S>,
    body: unknown,
    options: { signal?: AbortSignal | undefined; waitMs?: number }
  ): Promise<Static<S>> {
    return this.call({ method: 'POST', path, guard, body, ...options });
  }

  private async call<T>(call: Call<T>): Promise<T> {
    const reply = await this.exchange(call);
    const { status, text } = reply;
    const request = `${call.method} ${this.url}${call.path}`;
    if (status < 200 || status > 299) {
      throw errorFromAnswer(reply, request);
    }
    const answer = parseJson(text);
    if (!call.guard.accepts(answer)) {
      throw new ControllerError(
        'retry',
        status,
        'UNREADABLE_ANSWER',
        `${request} was answered ${status} with something else than the contract says (${call.guard.problem()}). Is CONTROLLER_URL an Agent Controller of this version?`
      );
    }
    return answer;
  }

  private async exchange(call: Call<unknown>): Promise<Answer> {
    const { headers, payload } = await this.encode(call.body);
    const timeout = ANSWER_WITHIN_MS + (call.waitMs ?? 0);
    try {
      const answer = await this.pool.request({
        method: call.method,
        path: this.basePath + call.path,
        headers,
        body: payload,
        headersTimeout: timeout,
        bodyTimeout: ANSWER_WITHIN_MS,
        ...(call.signal ? { signal: call.signal } : {}),
      });
      const contentType = String(answer.headers['content-type'] ?? '');
      return { status: answer.statusCode, contentType, text: await answer.body.text() };
    } catch (error) {
      if (isDistrust(error)) {
        throw new ControllerError(
          'retry',
          0,
          'CONTROLLER_NOT_TRUSTED',
          `the Agent Controller at ${this.url} shows a certificate this agent does not trust (${noAnswerReason(error)}); expected one for this address, signed by an authority of CONTROLLER_CA_FILE or, without it, of the system`
        );
      }
      throw new ControllerError(
        'retry',
        0,
        'NO_ANSWER',
        `no answer from the Agent Controller at ${this.url}: ${noAnswerReason(error)}. Is it running, and is CONTROLLER_URL right?`
      );
    }
  }

  private async encode(body: unknown): Promise<{ headers: Record<string, string>; payload: Buffer | null }> {
    const headers: Record<string, string> = { authorization: `Bearer ${this.token}` };
    if (body === undefined) {
      return { headers, payload: null };
    }
    headers['content-type'] = 'application/json';
    const plain = Buffer.from(JSON.stringify(body));
    if (plain.length < COMPRESS_FROM_BYTES) {
      return { headers, payload: plain };
    }
    headers['content-encoding'] = 'gzip';
    // Level 1: log lines shrink nearly as well, at a third of the CPU time of the default.
    return { headers, payload: await compress(plain, { level: 1 }) };
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
