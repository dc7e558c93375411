import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { newGuid } from '../../controller/src/text/guid';
import { startQuietPostgres } from '../../controller/src/testing/quietPostgres';
import { freePort } from '../../scripts/processes/ports';
import { supervise, type Service } from '../../scripts/processes/supervise';
import { waitFor } from '../../scripts/processes/waitFor';

const ROOT = resolve(__dirname, '..', '..');
export const MOST_AGENTS = 10;
export const tokenOf = (nid: number): string => `agent-${nid}-of-the-benchmark`;

const VIEWER_TOKEN = 'viewer-of-the-benchmark';
const OPERATOR_TOKEN = 'operator-of-the-benchmark';

/** PostgreSQL and one controller, with nothing in them; agents are added by the measurements. */
export interface Stage {
  url: string;
  controllerPid(): number;
  postgresPid(): number;
  /** A real agent, as a process of its own. */
  startAgent(nid: number, workers: number): Service;
  /** How many rows a question of this kind counts: "select count(*) ...". */
  count(sql: string): Promise<number>;
  /** Changes the database behind the controller's back. */
  run(sql: string): Promise<void>;
  viewerToken: string;
  /** Of who asks for jobs. */
  operatorToken: string;
  /** Puts `count` no-op jobs into the queue of a role, as one statement: how they came to be is not what is measured. */
  plantJobs(count: number, role: string): Promise<void>;
  stop(): Promise<void>;
}

export async function startStage(folder: string): Promise<Stage> {
  const postgres = await startQuietPostgres(folder);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const nids = Array.from({ length: MOST_AGENTS }, (_, index) => index + 1);
  const controller = start(folder, 'controller', 'controller/src/main.ts', {
    CONTROLLER_PORT: String(port),
    DATA_DIR: join(folder, 'controller'),
    DATABASE_URL: postgres.url,
    JUMPSCRIPTS_DIR: join(__dirname, 'jumpscripts'),
    VIEWER_TOKEN,
    OPERATOR_TOKEN,
    AGENT_TOKENS: nids.map((nid) => `${nid}:${tokenOf(nid)}`).join(','),
    AGENT_NODES: nids.map((nid) => `${nid}:agent-${nid}:bench+dispatch+lines`).join(','),
  });
  const database = new pg.Pool({ connectionString: postgres.url, max: 1 });
  const isUp = waitFor('the controller', async () => (await fetch(`${url}/readyz`)).ok, { seconds: 120 });
  await Promise.race([isUp, controller.failed]);
  const count = async (sql: string): Promise<number> =>
    Number((await database.query<{ count: string }>(sql)).rows[0]?.count);
  await waitFor(
    'the JumpScript',
    async () => (await count("select count(*) from jumpscripts where name = 'noop'")) > 0,
    { seconds: 60 }
  );
  return {
    url,
    count,
    viewerToken: VIEWER_TOKEN,
    operatorToken: OPERATOR_TOKEN,
    run: async (sql) => {
      await database.query(sql);
    },
    controllerPid: () => controller.pid() ?? 0,
    postgresPid: () => Number(readFileSync(join(folder, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0]),
    startAgent: (nid, workers) =>
      start(folder, `agent-${nid}`, 'agent/src/main.ts', {
        CONTROLLER_URL: url,
        AGENT_TOKEN: tokenOf(nid),
        AGENT_NAME: `agent-${nid}`,
        AGENT_DATA_DIR: join(folder, `agent-${nid}`),
        AGENT_WORKERS: `default=${workers},hypervisor=0,io=0,process=0`,
      }),
    plantJobs: async (jobs, role) => {
      const now = Date.now();
      await database.query(PLANT, [Array.from({ length: jobs }, () => newGuid(now)), role, now]);
      await database.query('vacuum analyze jobs_live');
      await database.query("select pg_notify('openvcloud_work', '')"); // everybody looks
    },
    stop: async () => {
      await database.end();
      await controller.stop();
      await postgres.stop();
    },
  };
}

const PLANT = `
  insert into jobs (gid, is_live, time_create, guid, source, organization, category, cmd, jumpscript_id, jumpscript_version, jumpscript_hash,
    roles, wanted_role, queue, state, native_state, timeout_seconds, username)
  select s.gid, true, $3::bigint, new.guid, 'controller', s.organization, s.category, s.name, s.id, s.version, s.hash,
    array[$2::text], $2::text, 'default', 'SCHEDULED', 'SCHEDULED', 600, 'bench'
  from jumpscripts s, unnest($1::text[]) as new (guid) where s.name = 'noop' and s.is_current`;

function start(folder: string, name: string, entry: string, env: Record<string, string>): Service {
  mkdirSync(join(folder, name), { recursive: true });
  return supervise(
    {
      name,
      command: [process.execPath, '--import', 'tsx', entry],
      cwd: ROOT,
      env: { PATH: process.env.PATH ?? '', LOG_LEVEL: 'warn', ...env },
      logFile: join(folder, `${name}.log`),
      stopSeconds: 30,
    },
    () => undefined
  );
}
