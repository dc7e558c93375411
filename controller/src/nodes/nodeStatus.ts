import { OWN_SOURCE } from '@openvcloud/contract';
import type { Queryable } from '../database/queryable';
import { decommissionedMessage, noWork } from '../jobs/noWork';
import { endJobs, type JobEnd, type Ended } from '../jobs/endJobs';

/** Answers the former status; undefined when there is no such node. */
export async function setNodeStatus(
  transaction: Queryable,
  gid: number,
  nid: number,
  status: string
): Promise<string | undefined> {
  const [former] = await transaction.query<{ status: string }>({
    text: 'select status from nodes where gid = $1 and nid = $2 for update',
    values: [gid, nid],
  });
  await transaction.query({
    text: 'update nodes set status = $3 where gid = $1 and nid = $2',
    values: [gid, nid, status],
  });
  return former?.status;
}

/** Ends the jobs that wait for this node and nobody else can take: a decommissioned node would never ask for them. */
export async function endWaitingFor(
  transaction: Queryable,
  gid: number,
  nid: number,
  now: number
): Promise<Array<JobEnd & Ended>> {
  const waiting = await transaction.query<{ guid: string; timeCreate: number; queue: string }>({
    text: `select guid, time_create as "timeCreate", queue from jobs_live
           where gid = $1 and nid = $2 and source = '${OWN_SOURCE}' and state = 'SCHEDULED' and session_id is null and wanted_role is null order by guid for update`,
    values: [gid, nid],
  });
  const end = { timeStart: null, timeStop: now, timeKnown: now, logLines: null, droppedLines: null };
  const ended = noWork(decommissionedMessage(nid));
  const ends = waiting.map((job) => ({ ...job, ...end, ...ended }));
  await endJobs(transaction, gid, ends);
  return ends;
}
