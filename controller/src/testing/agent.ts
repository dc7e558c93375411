import type {
  Assignment,
  ExecuteRequest,
  ExecuteResponse,
  HeartbeatRequest,
  HeartbeatResponse,
  Job,
  Report,
  UnsentReport,
  ReportsResponse,
  WorkResponse,
} from '@openvcloud/contract';
import { createHash, randomUUID } from 'node:crypto';
import { loadPythonParser } from '../jumpscripts/python/pythonParser';
import { judgeScript, readScript } from '../jumpscripts/readMetadata';
import { giveIdentity } from '../nodes/identities';
import { saveFiles, type JumpScriptFile } from '../jumpscripts/jumpscriptVersions';
import type { TestApp } from './app';

/** An agent that speaks the protocol and runs nothing: the test decides what it reports. */
export interface TestAgent {
  nid: number;
  sessionId: string;
  token: string;
  work(free?: Record<string, number>, waitMs?: number, signal?: AbortSignal): Promise<Assignment[]>;
  /** The whole answer of a poll. */
  poll(free?: Record<string, number>, waitMs?: number): Promise<WorkResponse>;
  heartbeat(
    running: string[],
    more?: Pick<HeartbeatRequest, 'spoolBytes' | 'asOf' | 'handedBack'>
  ): Promise<HeartbeatResponse>;
  /** Numbers the reports of this spool by itself. */
  report(...reports: UnsentReport[]): Promise<ReportsResponse>;
  /** As it stands, with the given numbers. */
  send(spoolId: string, reports: Report[]): Promise<ReportsResponse>;
  /** The same node, restarted. */
  restart(): Promise<TestAgent>;
}

/** Its node is given these roles first, as an admin would with its token. */
export async function startAgent(
  test: TestApp,
  nid: number,
  roles: string[] = ['node'],
  token?: string
): Promise<TestAgent> {
  const secret = token ?? (await test.agentToken(nid));
  await giveRoles(test, nid, roles);
  const sessionId = randomUUID();
  const spoolId = randomUUID();
  let seq = 0;
  const url = await listen(test);
  const post = async <Answer>(path: string, payload: object, signal?: AbortSignal): Promise<Answer> => {
    const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
    const answer = await fetch(`${url}/api/v1/agent/${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(payload),
      ...(signal ? { signal } : {}),
    });
    if (answer.status !== 200) {
      throw new Error(`expected 200 from ${path}, got ${answer.status}: ${await answer.text()}`);
    }
    return (await answer.json()) as Answer;
  };
  const send = (spool: string, reports: Report[]) =>
    post<ReportsResponse>('reports', { sessionId, spoolId: spool, reports });
  await post('register', {
    sessionId,
    name: `node-${nid}`,
    roles,
    addresses: ['10.0.0.1'],
    workers: { default: 2 },
    agentVersion: '1',
    pid: 1,
  });
  return {
    nid,
    sessionId,
    token: secret,
    work: async (free = { default: 10 }, waitMs = 0, signal) =>
      (await post<WorkResponse>('work', { sessionId, free, waitMs }, signal)).jobs,
    poll: (free = { default: 10 }, waitMs = 0) => post<WorkResponse>('work', { sessionId, free, waitMs }),
    heartbeat: (running, more) => post('heartbeat', { sessionId, running, ...more }),
    report: (...reports) =>
      send(
        spoolId,
        reports.map((report) => ({ ...report, seq: ++seq }))
      ),
    send,
    restart: () => startAgent(test, nid, roles, secret),
  };
}

async function giveRoles({ services }: TestApp, nid: number, roles: readonly string[]): Promise<void> {
  const { database, config } = services;
  await database.transaction((transaction) =>
    giveIdentity(transaction, { gid: config.gid, nid }, { name: `node-${nid}`, roles }, { by: 'TOKEN' })
  );
}

/** A connection that breaks is part of the protocol, so agents talk over a real one. */
async function listen({ app }: TestApp): Promise<string> {
  const address = app.server.address();
  return typeof address === 'object' && address !== null
    ? `http://127.0.0.1:${address.port}`
    : app.listen({ host: '127.0.0.1', port: 0 });
}

/** Stores JumpScripts as the loader would: `organization/name` → source. */
export async function plantScripts(test: TestApp, sources: Record<string, string>, now = 1): Promise<void> {
  const parser = await loadPythonParser();
  const files: JumpScriptFile[] = Object.entries(sources).map(([place, text]) => {
    const [organization = '', name = ''] = place.split('/');
    const metadata = judgeScript(readScript(parser, text, { organization, name }), undefined);
    return {
      id: `${organization}:${name}`,
      path: `${place}.py`,
      text,
      hash: createHash('sha256').update(text).digest('hex'),
      metadata,
    };
  });
  await saveFiles(test.database.database, test.services.config.gid, { files, unread: [] }, now);
}

export async function execute(test: TestApp, request: ExecuteRequest): Promise<ExecuteResponse> {
  const { status, body, text } = await test.call({
    method: 'POST',
    url: '/api/v1/jobs',
    token: test.tokens.operator,
    payload: request,
  });
  if (status !== 201) {
    throw new Error(`expected 201, got ${status}: ${text}`);
  }
  return body as ExecuteResponse;
}

export async function readJob(test: TestApp, guid: string): Promise<Job> {
  const { status, body, text } = await test.call({ url: `/api/v1/jobs/${guid}`, token: test.tokens.viewer });
  if (status !== 200) {
    throw new Error(`expected 200, got ${status}: ${text}`);
  }
  return body as Job;
}
