import { isTerminal, JOB_STATES, type Batch, type JobState } from '@openvcloud/contract';
import type { Database } from '../database/database';
import type { QueryOptions } from '../database/queryable';
import { ApiError } from '../errors/errors';
import { OURS_OR_BRIDGED } from './ours';
import { batchStart } from './reruns';

interface StateRow {
  state: JobState;
  count: number;
  unstarted: number;
  organization: string;
  cmd: string;
  jumpscript_id: string | null;
  username: string | null;
  time_create: number;
  time_stop: number | null;
}

export async function readBatch(database: Database, gid: number, guid: string, options: QueryOptions): Promise<Batch> {
  const rows = await database.read<StateRow>(
    {
      text: `select state, count(*) as count, count(*) filter (where not is_live and time_start is null) as unstarted, min(organization) as organization,
               min(cmd) as cmd, min(jumpscript_id) as jumpscript_id, min(username) as username, min(time_create) as time_create, max(time_stop) as time_stop
             from jobs where ${OURS_OR_BRIDGED} and batch_guid = $2 and time_create >= $3 group by state`,
      values: [gid, guid, batchStart(guid)],
    },
    { ...options, name: 'read_batch' }
  );
  const [first] = rows;
  if (first === undefined) {
    throw new ApiError('UNKNOWN_BATCH', `Expected the guid of a batch, got "${guid}".`);
  }
  const isEnded = rows.every(({ state }) => isTerminal(state));
  return {
    guid,
    organization: first.organization,
    cmd: first.cmd,
    jumpscriptId: first.jumpscript_id,
    user: first.username,
    timeCreate: Math.min(...rows.map(({ time_create }) => time_create)),
    timeStop: isEnded ? Math.max(...rows.map(({ time_stop }) => time_stop ?? 0)) : null,
    total: rows.reduce((sum, { count }) => sum + count, 0),
    isEnded,
    states: JOB_STATES.flatMap((state) => {
      const row = rows.find((one) => one.state === state);
      return row === undefined ? [] : [{ state, count: row.count }];
    }),
    neverStarted: rows.reduce((sum, { unstarted }) => sum + unstarted, 0),
    jobsUrl: `/api/v1/jobs?${new URLSearchParams({ filter: `batchGuid|=|${guid}` }).toString()}`,
  };
}
