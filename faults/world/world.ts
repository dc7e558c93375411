import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startQuietPostgres } from '../../controller/src/testing/quietPostgres';
import { freePort } from '../../scripts/processes/ports';
import { supervise, type Service } from '../../scripts/processes/supervise';
import { waitFor } from '../../scripts/processes/waitFor';
import { JOB_LIMITS, LAST_JOB_LIMITS } from '../hostile/kinds';
import { startBystander, type Bystander } from './bystander';
import { startCuttingProxy, type CuttingProxy } from './cuttingProxy';
import { signal } from './signal';

const ROOT = resolve(__dirname, '../..');
const CONTROLLERS = 2;
const AGENTS = 3;
export const OPERATOR_TOKEN = 'operator-of-the-fault-run';
export const ROLE = 'faults';
/** The last agent's is small, so that it can be filled; the others' hold what a flood writes while a stall lasts. */
const SPOOL_MB = ['64', '64', '1'];
/** More than the plan kills in a minute, few enough that a process which cannot start ends the run soon. */
const MOST_RESTARTS_PER_MINUTE = 20;

export interface AgentNode {
  nid: number;
  service: Service;
  proxy: CuttingProxy;
  spoolFolder: string;
  bystander: Bystander;
}

/** One PostgreSQL, two controllers on it, three agents that reach them through proxies; each is restarted when killed. */
export interface World {
  databaseUrl: string;
  controllerUrls: string[];
  controllers: Service[];
  agents: AgentNode[];
  /** Of the agents: their sockets are there, and it is their JumpScripts' TMPDIR. */
  temporary: string;
  /** False: it is not there, because it was killed a moment ago. */
  killPostgres: () => boolean;
  /** Agents first: they deliver what they still have. */
  stopAgents(): Promise<void>;
  stop(): Promise<void>;
  /** Rejects when a process keeps dying by itself. */
  failed: Promise<never>;
}

/** `runAs`: whose JumpScripts are; undefined: the agents'. `say` hears of each agent and controller that ended. */
export async function startWorld(
  folder: string,
  runAs: string | undefined,
  say: (message: string) => void
): Promise<World> {
  const closers: Array<() => Promise<void>> = [];
  const stop = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) {
      await close();
    }
  };
  try {
    const postgres = await startQuietPostgres(folder);
    closers.push(() => postgres.stop());
    const ports = await freePorts(CONTROLLERS);
    const controllerUrls = ports.map((port) => `http://127.0.0.1:${port}`);
    const controllers = ports.map((port, index) => {
      const service = startController(folder, index, port, postgres.url, say);
      closers.push(() => service.stop());
      return service;
    });
    for (const [index, url] of controllerUrls.entries()) {
      const isUp = waitFor(`controller ${index + 1}`, async () => (await fetch(`${url}/readyz`)).ok, { seconds: 120 });
      await Promise.race([isUp, ...controllers.map((service) => service.failed)]);
    }
    const temporary = join(folder, 'tmp');
    mkdirSync(temporary);
    chmodSync(temporary, 0o1777);
    const agents: AgentNode[] = [];
    for (let nid = 1; nid <= AGENTS; nid++) {
      const proxy = await startCuttingProxy(ports);
      closers.push(() => proxy.close());
      const bystander = await startBystander(runAs);
      closers.push(() => bystander.stop());
      const spoolFolder = join(folder, `agent-${nid}`, 'spool');
      const service = startAgent({ folder, nid, controllerUrl: proxy.url, temporary, runAs }, say);
      agents.push({ nid, proxy, spoolFolder, bystander, service });
    }
    const stopAgents = async (): Promise<void> => {
      await Promise.all(agents.map(({ service }) => service.stop()));
    };
    closers.push(stopAgents);
    const failed = Promise.race(
      [...controllers, ...agents.map(({ service }) => service)].map((service) => service.failed)
    );
    failed.catch(() => undefined);
    const killPostgres = (): boolean => {
      const file = join(folder, 'postgres/cluster/postmaster.pid');
      return existsSync(file) && signal(Number(readFileSync(file, 'utf8').split('\n')[0]), 'SIGKILL');
    };
    return {
      databaseUrl: postgres.url,
      controllerUrls,
      controllers,
      agents,
      temporary,
      killPostgres,
      stopAgents,
      stop,
      failed,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

const tokenOf = (nid: number): string => `agent-${nid}-of-the-fault-run`;

function startController(
  folder: string,
  index: number,
  port: number,
  databaseUrl: string,
  say: (message: string) => void
): Service {
  const name = `controller-${index + 1}`;
  const nids = Array.from({ length: AGENTS }, (_, place) => place + 1);
  return start(folder, name, 'controller/src/main.ts', say, {
    CONTROLLER_PORT: String(port),
    DATA_DIR: join(folder, name),
    DATABASE_URL: databaseUrl,
    JUMPSCRIPTS_DIR: join(__dirname, '../jumpscripts'),
    OPERATOR_TOKEN,
    AGENT_TOKENS: nids.map((nid) => `${nid}:${tokenOf(nid)}`).join(','),
    AGENT_NODES: nids.map((nid) => `${nid}:agent-${nid}:${ROLE}`).join(','),
  });
}

interface AgentPlace {
  folder: string;
  nid: number;
  controllerUrl: string;
  temporary: string;
  runAs: string | undefined;
}

function startAgent(
  { folder, nid, controllerUrl, temporary, runAs }: AgentPlace,
  say: (message: string) => void
): Service {
  const name = `agent-${nid}`;
  return start(folder, name, 'agent/src/main.ts', say, {
    CONTROLLER_URL: controllerUrl,
    AGENT_TOKEN: tokenOf(nid),
    AGENT_NAME: name,
    AGENT_DATA_DIR: join(folder, name),
    AGENT_WORKERS: 'default=8,hypervisor=0,io=0,process=0',
    AGENT_JOB_LIMITS: nid === AGENTS ? LAST_JOB_LIMITS : JOB_LIMITS,
    ...(runAs === undefined ? {} : { AGENT_RUN_AS: runAs }),
    TMPDIR: temporary,
    AGENT_SPOOL_MB: SPOOL_MB[nid - 1] ?? '',
    AGENT_SHUTDOWN_GRACE_SECONDS: '30',
  });
}

function start(
  folder: string,
  name: string,
  entry: string,
  say: (message: string) => void,
  env: Record<string, string>
): Service {
  mkdirSync(join(folder, name), { recursive: true });
  return supervise(
    {
      name,
      command: [process.execPath, '--import', 'tsx', entry],
      cwd: ROOT,
      env: { PATH: process.env.PATH ?? '', LOG_LEVEL: 'warn', ...env },
      logFile: join(folder, `${name}.log`),
      stopSeconds: 60,
      maxRestartsPerMinute: MOST_RESTARTS_PER_MINUTE,
    },
    say
  );
}

/** All at once: one after the other could give the same port twice. */
function freePorts(count: number): Promise<number[]> {
  return Promise.all(Array.from({ length: count }, () => freePort()));
}
