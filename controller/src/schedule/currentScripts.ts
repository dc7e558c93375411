import type { QueueName } from '@openvcloud/contract';
import type { Queryable } from '../database/queryable';

/** The current version of a JumpScript, as far as running it needs. */
export interface CurrentScript {
  id: string;
  organization: string;
  name: string;
  category: string;
  version: number;
  hash: string;
  path: string;
  roles: string[];
  queue: QueueName;
  period: string | null;
  startatboot: boolean;
  log: boolean;
  enable: boolean;
  order: number;
  /** As declared; null: as the queue of the job. */
  timeoutSeconds: number | null;
  args: Array<{ name: string; default: string | null }>;
  parseError: string | null;
}

const COLUMNS = `id, organization, name, category, version, hash, path, roles, queue, period, startatboot, log, enable, run_order as "order",
  timeout_seconds as "timeoutSeconds", args, parse_error as "parseError"`;

export async function findCurrentScript(
  database: Queryable,
  gid: number,
  id: string
): Promise<CurrentScript | undefined> {
  const [row] = await database.query<CurrentScript>(
    {
      text: `select ${COLUMNS} from jumpscripts where gid = $1 and id = $2 and is_current and not is_deleted`,
      values: [gid, id],
    },
    { name: 'current_script' }
  );
  return row;
}

export async function listScriptIds(database: Queryable, gid: number): Promise<string[]> {
  const rows = await database.query<{ id: string }>({
    text: 'select id from jumpscripts where gid = $1 and is_current and not is_deleted order by id',
    values: [gid],
  });
  return rows.map(({ id }) => id);
}

/** JumpScripts that run by themselves: periodically, or when an agent starts. Not those known to fail each time. */
export async function listPlannedScripts(database: Queryable, gid: number): Promise<CurrentScript[]> {
  return database.query<CurrentScript>(
    {
      text: `select ${COLUMNS} from jumpscripts
             where gid = $1 and is_current and not is_deleted and enable and parse_error is null and is_plannable
               and (period is not null or startatboot)
             order by run_order, id`,
      values: [gid],
    },
    { name: 'planned_scripts' }
  );
}
