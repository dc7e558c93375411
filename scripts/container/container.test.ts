import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { makeAuthority, makeServerCertificate } from '../../controller/src/testing/certificates';
import { createTestDatabase, type TestDatabase } from '../../controller/src/testing/database';
import { waitFor } from '../processes/waitFor';

// Real processes on a busy machine; a hang is still found.
jest.setTimeout(120_000);

const ROOT = resolve(__dirname, '..', '..');
const STAGES = readFileSync(join(ROOT, 'docker', 'service.Dockerfile'), 'utf8').split(/^FROM /m);

/** The last instruction of that name in a stage, as the list of its JSON form. */
function instruction(stage: 'controller' | 'agent', name: string): string[] {
  const text = STAGES.find((one) => one.startsWith(`source AS ${stage}\n`)) ?? '';
  const [, json = '[]'] = new RegExp(`^${name}\\b[^[\\n]*(\\[.*\\])$`, 'm').exec(text) ?? [];
  return JSON.parse(json) as string[];
}

describe('the container of the controller', () => {
  const folder = mkdtempSync(join(tmpdir(), 'openvcloud-container-'));
  const children: ChildProcess[] = [];
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(async () => {
    children.forEach(endGroup);
    await database.drop();
    rmSync(folder, { recursive: true });
  });

  /** As the engine does, with what a person gives it. */
  function start(args: string[], env: Record<string, string>) {
    const [program = '', ...own] = instruction('controller', 'ENTRYPOINT');
    const child = spawn(program, [...own, ...args], {
      cwd: ROOT,
      env: { PATH: process.env.PATH, ...env },
      stdio: 'pipe',
      detached: true,
    });
    children.push(child);
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const ended = once(child, 'close').then(() => ({ code: child.exitCode, signal: child.signalCode }));
    const says = (text: string, times = 1) =>
      Promise.race([
        waitFor(`"${text}"`, async () => output.split(text).length > times, { seconds: 60, everyMs: 20 }),
        ended.then(() => Promise.reject(new Error(`Expected "${text}", it ended and had said:\n${output}`))),
      ]);
    return { child, ended, says, output: () => output };
  }

  it('is one process, which hears SIGHUP and SIGTERM itself', async () => {
    const { cert, key } = await makeServerCertificate(await makeAuthority('of a container'));
    const files = { TLS_CERT_FILE: join(folder, 'crt'), TLS_KEY_FILE: join(folder, 'key') };
    writeFileSync(files.TLS_CERT_FILE, cert);
    writeFileSync(files.TLS_KEY_FILE, key);
    const controller = start([], { ...files, ...here(), DATABASE_URL: database.url });
    await controller.says('controller listens');
    controller.child.kill('SIGHUP');
    await controller.says('TLS certificate read', 2);
    controller.child.kill('SIGTERM');
    expect(await controller.ended).toEqual({ code: 0, signal: null });
    expect(controller.output()).toContain('controller stopped');
  });

  it('listens for others, unless a file of settings says otherwise', async () => {
    const file = join(folder, 'mine.conf');
    writeFileSync(file, `HOST=127.0.0.2\nDATA_DIR=${folder}/data\nDATABASE_URL=${database.url}\n`, { mode: 0o600 });
    const mine = start(['--config', file], { CONTROLLER_PORT: '0' });
    await mine.says('http://127.0.0.2:');
    mine.child.kill('SIGTERM');
    expect((await mine.ended).code).toBe(0);
    const { HOST: _none, ...others } = here();
    const alone = start([], { ...others, DATABASE_URL: database.url });
    await alone.says('controller listens');
    const [, port] = /"url":"http:\/\/[\d.]+:(\d+)"/.exec(alone.output()) ?? [];
    expect((await fetch(`http://127.0.0.2:${port}/healthz`)).status).toBe(200);
    alone.child.kill('SIGTERM');
    expect((await alone.ended).code).toBe(0);
  });

  function here(): Record<string, string> {
    return { HOST: '127.0.0.1', CONTROLLER_PORT: '0', DATA_DIR: join(folder, 'data') };
  }
});

/** With what it started: a process that did not end with its parent would keep this test's pipes open. */
function endGroup({ pid = 0 }: ChildProcess): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody is left in it.
  }
}

describe('the health check of the container of the controller', () => {
  const [program = '', ...args] = instruction('controller', 'HEALTHCHECK');

  /** Its exit code; the server answers meanwhile. */
  async function check(port: number): Promise<number | null> {
    const child = spawn(program, args, { cwd: ROOT, env: { PATH: process.env.PATH, CONTROLLER_PORT: String(port) } });
    await once(child, 'close');
    return child.exitCode;
  }

  it.each([
    ['http', 200, 0],
    ['http', 503, 1],
    ['https', 200, 0],
    ['https', 503, 1],
  ] as const)('of one that speaks %s and answers %i ends with %i', async (scheme, status, code) => {
    const answer: RequestListener = (_request, response) => response.writeHead(status).end();
    const server =
      scheme === 'http'
        ? createHttpServer(answer)
        : createHttpsServer(await makeServerCertificate(await makeAuthority('of a container')), answer);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    expect(await check(typeof address === 'object' && address !== null ? address.port : 0)).toBe(code);
    server.close();
  });

  it('of none ends with 1', async () => {
    expect(await check(1)).toBe(1);
  });
});

describe('the container of the agent', () => {
  it('is one process, with its folder as default', () => {
    const [program = '', ...args] = instruction('agent', 'ENTRYPOINT');
    const help = spawnSync(program, [...args, '--help'], { cwd: ROOT, encoding: 'utf8' });
    expect(help).toMatchObject({ status: 0, stdout: expect.stringContaining('AGENT_DATA_DIR') });
    expect([program, ...args]).toEqual([
      'node',
      '--import',
      'tsx',
      'agent/src/main.ts',
      '--config',
      'docker/agent.conf',
    ]);
  });
});

const COMPOSE = readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8');
/** What containers are made from or run; not the stages of our own file. */
const IMAGES = [
  ...STAGES.flatMap((stage) => /^\S+[:@]\S+/.exec(stage)?.[0] ?? []),
  ...[...COMPOSE.matchAll(/^ +image: (\S+)$/gm)].map(([, image = '']) => image.replace(/\$\{\w+:-(.*)\}/, '$1')),
];

describe('the images', () => {
  it.each(IMAGES)('%s is pinned by its full version and its digest', (image) => {
    expect(image).toMatch(/^[\w./-]+:v?\d+\.\d+(\.\d+)?(-[\w.-]+)?@sha256:[0-9a-f]{64}$/);
  });

  it('are those of Node, PostgreSQL, Prometheus with its exporter and Grafana, each once', () => {
    expect(IMAGES.map((image) => image.split(':')[0])).toEqual([
      'node',
      'postgres',
      'prom/prometheus',
      'prom/node-exporter',
      'grafana/grafana',
    ]);
  });

  it('have a Node that is supported, and one of those that the tests name', () => {
    const major = /^node:(\d+)\./.exec(IMAGES[0] ?? '')?.[1];
    expect(Number(major)).toBeGreaterThanOrEqual(22);
    expect(readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8')).toContain(`Node 20 or ${major}`);
  });
});

it('containers run the tsx that was tested: from the lock file, not left out with what only development needs', () => {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { version?: string; dev?: boolean; dependencies?: Record<string, string> }>;
  };
  expect(packages['node_modules/tsx']).not.toHaveProperty('dev');
  for (const service of ['controller', 'agent']) {
    expect(packages[service]?.dependencies?.['tsx']).toBe(packages['node_modules/tsx']?.version);
  }
});
