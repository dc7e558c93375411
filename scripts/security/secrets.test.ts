import { ENDPOINTS, type Endpoint, type ExecuteResponse, type Job, type TokenCreated } from '@openvcloud/contract';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTestDatabase, type TestDatabase } from '../../controller/src/testing/database';
import { waitFor } from '../processes/waitFor';
import { ServiceProcesses, type ServiceProcess } from './serviceProcess';

// Real processes on a busy machine; a hang is still found.
jest.setTimeout(180_000);

/** None of these may be seen in an output, a metric, the audit trail, or an answer. */
const SECRETS = {
  viewer: 'viewer-7Qm2kfVbN3xLpR8w',
  operator: 'operator-4Tz9sHdGc6yWnJ1e',
  admin: 'admin-8RvKq5XoB2uMfA7iTz4JcW0eQy',
  agent: 'agent-3LpYw6EtZ9cNhS4g',
  guess: 'guess-5JbDx1QmU8kVrT6o',
  argument: 'argument-2FnGs7HyC4zWpK9a',
  idempotencyKey: 'key-6MvRt3BqL8eXjD5u',
  password: 'password-9WcPz4NkY7hGfS2i',
  body: 'body-1ExUo8TmJ6rAdV3q',
  query: 'query-7ZiHb5CwF2nQyL4k',
};
type Role = 'viewer' | 'operator' | 'admin';

describe('a controller and an agent that log all they can', () => {
  const processes = new ServiceProcesses();
  const started: ServiceProcess[] = [];
  const answers: string[] = [];
  let database: TestDatabase;
  let url: string;
  let made: TokenCreated;

  beforeAll(async () => {
    database = await createTestDatabase();
    const jumpscripts = join(processes.folder, 'jumpscripts', 'test');
    mkdirSync(jumpscripts, { recursive: true });
    writeFileSync(
      join(jumpscripts, 'login.py'),
      'descr = "logs in"\norganization = "test"\nname = "login"\nroles = ["node"]\n\ndef action(password):\n    return len(password)\n'
    );
    const controller = start('controller', {
      DATABASE_URL: database.url,
      JUMPSCRIPTS_DIR: join(processes.folder, 'jumpscripts'),
      VIEWER_TOKEN: SECRETS.viewer,
      OPERATOR_TOKEN: SECRETS.operator,
      ADMIN_TOKEN: SECRETS.admin,
      AGENT_TOKENS: `1:${SECRETS.agent}`,
    });
    url = await processes.urlOf(controller);
    const tokenFile = join(processes.folder, 'token');
    writeFileSync(tokenFile, `${SECRETS.agent}\n`);
    const agent = start('agent', { CONTROLLER_URL: url, AGENT_TOKEN_FILE: tokenFile });
    await agent.says('registered');
  });
  afterAll(async () => {
    await processes.stop();
    await database.drop();
  });

  it('show no secret in anything they print, measure, keep or answer', async () => {
    await useEveryEndpoint();
    await manageTokens();
    await runJobs();
    await misuse();
    await pasteSecretsAsIds();
    const refused = start('agent', { CONTROLLER_URL: url, AGENT_TOKEN: SECRETS.guess });
    expect(await refused.ended).toBe(1);
    await ask('GET', '/metrics');
    await ask('GET', '/api/v1/audit?limit=1000', 'admin');
    expect(answers.at(-1)).toContain('/api/v1/tokens/***');

    const [, secret = ''] = made.token.split('.');
    const secrets = { ...SECRETS, database: new URL(database.url).password, made: secret };
    const seen = [...answers, ...started.map((process) => process.output())].join('\n');
    expect(seen).toContain('"action":"token.create"');
    expect(seen).toContain('request refused');
    expect(Object.entries(secrets).flatMap(([name, text]) => placesOf(name, text, seen))).toEqual([]);
  });

  it.each([
    ['cannot be reached', `postgres://openvcloud:${SECRETS.password}@127.0.0.1:1/jobs`],
    ['has no port that can be', `postgres://openvcloud:${SECRETS.password}@127.0.0.1:port/jobs`],
    ['is no URL', `postgres://openvcloud:%zz${SECRETS.password}@[/jobs`],
    [
      'has a parameter that does not exist',
      `postgres://openvcloud:${SECRETS.password}@127.0.0.1:1/jobs?sslmode=${SECRETS.query}`,
    ],
  ])('do not show the password of a database that %s', async (_what, databaseUrl) => {
    const controller = processes.start('controller', {
      CONTROLLER_PORT: '0',
      DATA_DIR: join(processes.folder, 'unreachable'),
      DATABASE_URL: databaseUrl,
    });
    expect(await controller.ended).not.toBe(0);
    expect(controller.output()).toMatch(/^controller: /m);
    expect(controller.output()).not.toContain(SECRETS.password);
  });

  it('do not show the password of a database that refuses it', async () => {
    const wrong = new URL(database.url);
    wrong.password = SECRETS.password;
    const controller = processes.start('controller', {
      CONTROLLER_PORT: '0',
      DATA_DIR: join(processes.folder, 'refused'),
      DATABASE_URL: wrong.href,
    });
    expect(await controller.ended).toBe(2);
    expect(controller.output()).toMatch(/^controller: .*password authentication failed/m);
    expect(controller.output()).not.toContain(SECRETS.password);
  });

  function start(service: 'controller' | 'agent', env: Record<string, string>): ServiceProcess {
    const folder = join(processes.folder, `${service}-${started.length}`);
    const own: Record<string, string> =
      service === 'controller' ? { CONTROLLER_PORT: '0', DATA_DIR: folder } : { AGENT_DATA_DIR: folder };
    const process = processes.start(service, { ...own, ...env });
    started.push(process);
    return process;
  }

  /** Once as each role, once as nobody, once with a guessed token. */
  async function useEveryEndpoint(): Promise<void> {
    const endpoints = Object.values<Endpoint>(ENDPOINTS).filter(({ method, response }) => method === 'GET' && response);
    for (const { path } of endpoints) {
      const place = path
        .replace(':guid', 'none')
        .replace(':id', 'none')
        .replace(':field', 'cmd')
        .replace(':hash', 'none');
      for (const role of ['viewer', 'operator', 'admin', 'guess', undefined] as const) {
        await ask('GET', place, role);
      }
    }
  }

  async function manageTokens(): Promise<void> {
    made = JSON.parse(await ask('POST', '/api/v1/tokens', 'admin', { name: 'reader', role: 'viewer' })) as TokenCreated;
    answers.pop(); // the one answer that shows it, once
    await ask('GET', '/api/v1/nodes', { secret: made.token });
    await ask('POST', '/api/v1/tokens', { secret: made.token }, { name: 'more', role: 'admin' });
    await ask('GET', '/api/v1/tokens', 'admin');
    // A whole token in place of its id.
    await ask('DELETE', `/api/v1/tokens/${made.token}`, 'viewer');
    await ask('DELETE', `/api/v1/tokens/${made.token}`, 'admin');
    await ask('DELETE', `/api/v1/tokens/${made.token}`, 'admin');
  }

  async function runJobs(): Promise<void> {
    const login = { organization: 'test', name: 'login', nid: 1 };
    const args = { password: SECRETS.argument };
    const key = { 'idempotency-key': SECRETS.idempotencyKey };
    const { jobs } = JSON.parse(
      await ask('POST', '/api/v1/jobs', 'operator', { ...login, args }, key)
    ) as ExecuteResponse;
    answers.pop(); // a job's arguments are there to be read
    const path = `/api/v1/jobs/${jobs[0]?.guid ?? ''}`;
    await waitFor(
      'the job to end',
      async () => (JSON.parse(await ask('GET', path, 'viewer')) as Job).timeStop ?? undefined,
      {
        seconds: 60,
        everyMs: 50,
      }
    );
    await ask('POST', '/api/v1/jobs', 'operator', { ...login, args: { password: 'another' } }, key);
    await ask('POST', `${path}/cancel`, 'operator', undefined, key);
    await ask('POST', `${path}/cancel`, 'viewer');
    await ask('POST', '/api/v1/jobs', 'operator', { ...login, args: { wrong: SECRETS.argument } });
    await ask('POST', '/api/v1/jobs', 'viewer', { ...login, args });
    await ask('POST', '/api/v1/jobs', 'operator', { ...login, nid: 99, args });
  }

  async function misuse(): Promise<void> {
    await ask('POST', '/api/v1/tokens', 'admin', { name: 'x', role: 'viewer', secret: SECRETS.body });
    await ask('POST', '/api/v1/tokens', 'admin', `{"name": "${SECRETS.body}`);
    await ask('POST', '/api/v1/jobs', 'operator', `{"args": {"password": "${SECRETS.body}"`);
    await ask('POST', '/api/v1/jobs', 'operator', `password=${SECRETS.body}`, { 'content-type': 'text/plain' });
    await ask('GET', `/api/v1/jobs?access_token=${SECRETS.query}`);
    await ask('GET', `/api/v1/jobs?q=${SECRETS.query}`, 'viewer');
    await ask('GET', `/nothing?token=${SECRETS.query}`);
    await ask('GET', '/api/v1/jobs', undefined, undefined, { authorization: `Basic ${SECRETS.guess}` });
  }

  /** Seeds and bare secrets where ids belong. What came is quoted to the one who sent it, and to nobody else. */
  async function pasteSecretsAsIds(): Promise<void> {
    const secrets = [
      SECRETS.operator,
      SECRETS.agent,
      made.token,
      made.token.split('.')[1] ?? '',
      `${SECRETS.admin}.more`,
    ];
    const places = [
      ['DELETE', '/api/v1/tokens/'],
      ['POST', '/api/v1/jobs/', '/cancel'],
      ['POST', '/api/v1/jobs/', '/rerun'],
      ['POST', '/api/v1/batches/', '/cancel'],
      ['PUT', '/api/v1/nodes/'],
      ['GET', '/api/v1/jobs/'],
      ['GET', '/api/v1/jumpscripts/'],
      ['GET', '/api/v1/values/'],
      ['GET', '/'],
      ['GET', '/api/v1/'],
      ['HEAD', '/api/v1/jobs/'],
    ] as const;
    for (const secret of secrets) {
      for (const [method, before, after = ''] of places) {
        for (const role of ['viewer', 'admin'] as const) {
          const kept = answers.length;
          await ask(method, `${before}${encodeURIComponent(secret)}${after}`, role);
          answers.splice(kept);
        }
      }
    }
  }

  /** Keeps the answer to be searched, but not what a job holds: whoever may read jobs may read that. */
  async function ask(
    method: string,
    path: string,
    who?: Role | 'guess' | { secret: string },
    body?: object | string,
    headers: Record<string, string> = {}
  ): Promise<string> {
    const secret = typeof who === 'object' ? who.secret : who && SECRETS[who];
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!/^\/api\/v1\/(jobs|batches)/.test(path) || !response.ok) {
      answers.push(text);
    }
    return text;
  }
});

/** Where it was seen, for the message of the failed test. */
function placesOf(name: string, secret: string, seen: string): string[] {
  return secret === ''
    ? [`${name} is empty`]
    : seen
        .split(secret)
        .slice(1)
        .map((_rest, index, { length }) => {
          const before = seen.split(secret)[index] ?? '';
          return `${name} (${index + 1} of ${length}): ...${before.slice(-200)}`;
        });
}
