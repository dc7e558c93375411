import type { FastifyInstance, InjectOptions } from 'fastify';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { buildApp } from '../app';
import { readConfig } from '../config';
import { buildServices, type ControllerServices } from '../services';
import type { TlsSettings } from '../tls/readTls';
import { createTestDatabase, type TestDatabase } from './database';

export interface TestApp {
  app: FastifyInstance;
  services: ControllerServices;
  database: TestDatabase;
  /** Secrets by role. */
  tokens: Record<'viewer' | 'operator' | 'admin', string>;
  /** Makes a token for the agent of this node. */
  agentToken(nid: number): Promise<string>;
  /** Makes a token for the bridge of this source. */
  bridgeToken(source: string): Promise<string>;
  /** One request; the body of the answer is parsed when it is JSON. */
  call(
    request: InjectOptions & { token?: string }
  ): Promise<{ status: number; body: unknown; headers: Record<string, unknown>; text: string }>;
  close(): Promise<void>;
}

/** The real app on a database of its own. Requests go in process, by inject(). */
export async function startTestApp(
  changes: Partial<Pick<ControllerServices, 'now' | 'tracing' | 'log'>> & {
    env?: Record<string, string>;
    failedAuthenticationsPerMinute?: number;
    tls?: TlsSettings;
    /** Another app's, which drops it; absent: one of its own. */
    database?: TestDatabase;
  } = {}
): Promise<TestApp> {
  const database = changes.database ?? (await createTestDatabase());
  const dataDir = mkdtempSync(join(tmpdir(), 'openvcloud-app-'));
  const config = readConfig({ DATA_DIR: dataDir, JUMPSCRIPTS_DIR: dataDir, ...changes.env }, '/');
  const stopping = new AbortController();
  const services = buildServices({
    config,
    database: database.database,
    log: changes.log ?? pino({ level: 'fatal' }),
    now: changes.now ?? Date.now,
    stopping: stopping.signal,
    tracing: changes.tracing,
  });
  const app = await buildApp(services, {
    failedAuthenticationsPerMinute: changes.failedAuthenticationsPerMinute ?? 10_000,
    ...(changes.tls === undefined ? {} : { tls: changes.tls }),
  });
  await app.ready();
  const make = async (role: 'viewer' | 'operator' | 'admin' | 'agent', nid: number | null = null) =>
    (await services.tokens.create({ name: role, role, nid })).token;
  return {
    app,
    services,
    database,
    tokens: { viewer: await make('viewer'), operator: await make('operator'), admin: await make('admin') },
    agentToken: (nid) => make('agent', nid),
    bridgeToken: async (source) =>
      (await services.tokens.create({ name: source, role: 'bridge', nid: null, source })).token,
    call: async ({ token, ...request }) => {
      const headers = { ...request.headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) };
      const response = await app.inject({ ...request, headers });
      const isJson = String(response.headers['content-type'] ?? '').includes('json');
      const body: unknown = isJson && response.body !== '' ? JSON.parse(response.body) : undefined;
      return { status: response.statusCode, body, headers: response.headers, text: response.body };
    },
    close: async () => {
      stopping.abort();
      await app.close();
      if (changes.database === undefined) {
        await database.drop();
      }
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
