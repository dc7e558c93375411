import type { Job, JobList, LogList, Source } from '@openvcloud/contract';
import { pino } from 'pino';
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { startTestApp, type TestApp } from '../../../controller/src/testing/app';
import { Ac2Reader } from '../ac2/ac2Reader';
import { connectRedis } from '../ac2/connectRedis';
import { ReadRedis } from '../ac2/readRedis';
import { Door } from '../door/door';
import { Bridge } from '../runner/bridge';
import type { SourceReader } from '../runner/sourceReader';

/** A real controller, and what a reader of it sees. */
export interface Stage {
  test: TestApp;
  url: string;
  jobs(query?: string): Promise<JobList['items']>;
  job(nativeId: string): Promise<Job>;
  lines(query?: string): Promise<LogList['items']>;
  source(): Promise<Source | undefined>;
  close(): Promise<void>;
}

export async function startStage(): Promise<Stage> {
  const test = await startTestApp();
  await test.app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = test.app.server.address() as AddressInfo;
  const read = async <Body>(url: string) => (await test.call({ url, token: test.tokens.admin })).body as Body;
  const jobs = async (query = '') => (await read<JobList>(`/api/v1/jobs?limit=1000&${query}`)).items;
  return {
    test,
    url: `http://127.0.0.1:${port}`,
    jobs,
    job: async (nativeId) => {
      const found = await jobs(`filter=nativeId|=|${encodeURIComponent(nativeId)}`);
      if (found.length !== 1) {
        throw new Error(`expected one job ${nativeId}, got ${found.length}`);
      }
      return read<Job>(`/api/v1/jobs/${found[0]?.guid}`);
    },
    lines: async (query = '') => (await read<LogList>(`/api/v1/logs?limit=1000&${query}`)).items,
    source: async () => (await read<{ items: Source[] }>('/api/v1/sources')).items[0],
    close: () => test.close(),
  };
}

export type OpenedBridge = Bridge & { end(): Promise<void>; token: string };

/** A bridge between a real Redis and that controller; each `attempt()` is a pass. */
export async function openAc2Bridge(
  stage: Stage,
  port: number,
  {
    kind = 'ac8',
    source = 'newer',
    password,
    token,
    now,
  }: { kind?: 'ac2' | 'ac8'; source?: string; password?: string; token?: string; now?: () => number } = {}
): Promise<OpenedBridge> {
  const redis = connectRedis({
    kind,
    host: '127.0.0.1',
    port,
    database: 0,
    username: undefined,
    password,
    tls: undefined,
  });
  const reader = new Ac2Reader(kind, new ReadRedis(redis), async () => redis.disconnect());
  return openBridge(stage, reader, token ?? (await stage.test.bridgeToken(source)), now);
}

export async function openBridge(
  stage: Stage,
  reader: SourceReader,
  token: string,
  now: () => number = Date.now
): Promise<OpenedBridge> {
  const door = new Door({ url: stage.url, token }, randomUUID());
  const bridge = new Bridge({
    door,
    reader,
    log: pino({ level: 'silent' }),
    periodMs: 1000,
    now,
    stopping: new AbortController().signal,
  });
  return Object.assign(bridge, {
    token,
    end: async () => {
      await door.leave().catch(() => undefined);
      await reader.close();
      await door.close();
    },
  });
}
