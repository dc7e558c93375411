import type { ControllerInfo } from '@openvcloud/contract';
import type { Database } from '../database/database';

type Holdings = Pick<
  ControllerInfo,
  'nodes' | 'liveNodes' | 'jumpscripts' | 'brokenJumpscripts' | 'jobsByState' | 'lastJob'
>;
const DAY_MS = 86_400_000;
const OF_GRID = '($1::integer is null or gid = $1)';

/** What the controller holds, of one grid or, with null, of all. Jobs by state are those of the last 24 hours, so that the answer stays cheap. */
export async function readHoldings(
  database: Database,
  gid: number | null,
  now: number,
  leaseMs: number,
  signal: AbortSignal
): Promise<Holdings> {
  const options = { signal, name: 'info' };
  const [[totals], states, [lastJob]] = await Promise.all([
    database.read<Omit<Holdings, 'jobsByState' | 'lastJob'>>(
      {
        text: `select (select count(*) from nodes where ${OF_GRID}) as nodes, (select count(*) from nodes where ${OF_GRID} and last_seen > $2) as "liveNodes",
                 (select count(*) from jumpscripts where ${OF_GRID} and is_current and not is_deleted) as jumpscripts,
                 (select count(*) from jumpscripts where ${OF_GRID} and is_current and not is_deleted and parse_error is not null) as "brokenJumpscripts"`,
        values: [gid, now - leaseMs],
      },
      options
    ),
    database.read<{ state: string; count: number }>(
      {
        text: `select state, count(*) as count from jobs where ${OF_GRID} and time_create >= $2 group by state`,
        values: [gid, now - DAY_MS],
      },
      options
    ),
    database.read<NonNullable<Holdings['lastJob']>>(
      {
        text: `select guid, cmd, organization, state, time_create as "timeCreate" from jobs where ${OF_GRID} order by time_create desc limit 1`,
        values: [gid],
      },
      options
    ),
  ]);
  return {
    ...(totals ?? { nodes: 0, liveNodes: 0, jumpscripts: 0, brokenJumpscripts: 0 }),
    jobsByState: Object.fromEntries(states.map(({ state, count }) => [state, count])),
    lastJob: lastJob ?? null,
  };
}
