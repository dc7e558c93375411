import type { Queryable } from '../database/database';
import { OWN_SOURCE, type NewJob } from './newJob';
import { notingJobs } from '../journal/changes';
import { outcomeColumns } from './outcomeColumns';
import { announceWork } from '../journal/workNotices';

/** Stores jobs in one statement, and wakes the agents that wait for them once it is committed. Answers their ids by guid. */
export async function insertJobs(
  database: Queryable,
  gid: number,
  jobs: readonly NewJob[]
): Promise<Map<string, number>> {
  if (jobs.length === 0) {
    return new Map();
  }
  const rows = await database.query<{ guid: string; id: number }>(
    {
      text: notingJobs(`insert into jobs as j (gid, is_live, time_create, guid, source, nid, node_name, organization, category, cmd, jumpscript_id, jumpscript_version,
               jumpscript_hash, roles, wanted_role, queue, state, native_state, args, timeout_seconds, parent_guid, batch_guid, max_attempts, backoff_seconds, tags,
               username, log, result_code, result_preview, error_type, error_message, error_signature, time_stop)
             select $1, is_live, time_create, guid, $2, nid, node_name, organization, category, cmd, jumpscript_id, jumpscript_version,
               jumpscript_hash, roles, wanted_role, queue, state, native_state, args, timeout_seconds, parent_guid, batch_guid, max_attempts, backoff_seconds, tags,
               username, log, result_code, result_preview, error_type, error_message, error_signature, time_stop
             from json_to_recordset($3) as new (is_live boolean, time_create bigint, guid text, nid integer, node_name text, organization text, category text,
               cmd text, jumpscript_id text, jumpscript_version integer, jumpscript_hash text, roles text[], wanted_role text, queue text, state text,
               native_state text, args text, timeout_seconds double precision, parent_guid text, batch_guid text, max_attempts integer, backoff_seconds double precision,
               tags text[], username text, log boolean, result_code integer, result_preview text, error_type text, error_message text,
               error_signature text, time_stop bigint)`),
      values: [gid, OWN_SOURCE, JSON.stringify(jobs.map(toRow))],
    },
    { name: 'insert_jobs' }
  );
  await announceWork(
    database,
    gid,
    jobs.filter(({ ended }) => ended === null)
  );
  return new Map(rows.map(({ guid, id }) => [guid, id]));
}

function toRow(job: NewJob): Record<string, unknown> {
  const { script, ended } = job;
  return {
    is_live: ended === null,
    time_create: job.timeCreate,
    guid: job.guid,
    nid: job.nid,
    node_name: job.nodeName,
    organization: script.organization,
    category: script.category,
    cmd: script.name,
    jumpscript_id: script.id,
    jumpscript_version: script.version,
    jumpscript_hash: script.hash,
    roles: job.roles,
    wanted_role: job.wantedRole,
    queue: job.queue,
    state: ended?.state ?? 'SCHEDULED',
    native_state: ended?.outcome.nativeState ?? 'SCHEDULED',
    args: job.argsJson,
    parent_guid: job.parentGuid,
    timeout_seconds: job.timeoutSeconds,
    batch_guid: job.batchGuid,
    max_attempts: job.maxAttempts,
    backoff_seconds: job.backoffSeconds,
    tags: job.tags,
    username: job.user,
    log: job.log,
    ...outcomeColumns(ended?.outcome ?? null),
    time_stop: ended === null ? null : job.timeCreate,
  };
}
