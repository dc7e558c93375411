import type {
  BridgedJob,
  BridgedLine,
  BridgeJobsResponse,
  BridgeLogsResponse,
  BridgeOpenResponse,
  SourceKind,
} from '@openvcloud/contract';
import { randomUUID } from 'node:crypto';
import type { TestApp } from './app';

/** A bridge as the controller sees one. */
export interface TestBridge {
  token: string;
  instance: string;
  opened: BridgeOpenResponse;
  jobs(jobs: BridgedJob[], isBackfill?: boolean): Promise<BridgeJobsResponse>;
  lines(lines: BridgedLine[]): Promise<BridgeLogsResponse>;
  call(endpoint: string, body: object): Promise<unknown>;
}

export async function openBridge(
  test: TestApp,
  source: string,
  kind: SourceKind,
  { token, instance }: { token?: string; instance?: string } = {}
): Promise<TestBridge> {
  const bearer = token ?? (await test.bridgeToken(source));
  const speaker = instance ?? randomUUID();
  const call = async (endpoint: string, body: object): Promise<unknown> => {
    const payload = { instance: speaker, ...body };
    const answer = await test.call({ method: 'POST', url: `/api/v1/bridge/${endpoint}`, token: bearer, payload });
    if (answer.status > 299) {
      throw new Error(`${endpoint}: ${answer.status} ${answer.text}`);
    }
    return answer.body;
  };
  // The contract says what each answers.
  return {
    token: bearer,
    instance: speaker,
    opened: (await call('open', { kind, periodMs: 10_000 })) as BridgeOpenResponse,
    jobs: async (jobs, isBackfill = false) => (await call('jobs', { jobs, isBackfill })) as BridgeJobsResponse,
    lines: async (lines) => (await call('logs', { lines })) as BridgeLogsResponse,
    call,
  };
}

export async function readMetricsOf(test: TestApp): Promise<string> {
  return (await test.call({ url: '/metrics' })).text;
}
