import {
  OWN_SOURCE,
  QUEUE_DEFAULTS,
  QUEUES,
  type JumpScript,
  type JumpScriptDetails,
  type JumpScriptList,
} from '@openvcloud/contract';
import type { Database } from '../database/database';
import { ApiError } from '../errors/errors';
import { CURRENT, jumpscriptConditions } from '../query/jumpscriptFilters';
import type { JumpScriptQuestion } from '../query/question';
import { Parameters, where } from '../database/parameters';

/** As `jobTimeout` in the JumpScript's own queue. */
const TIMEOUT_SQL = `coalesce(s.timeout_seconds, case s.queue ${QUEUES.map(
  (queue) => `when '${queue}' then ${QUEUE_DEFAULTS[queue].timeoutSeconds}`
).join(' ')} else 0 end)`;

const PROPERTIES = `s.id, s.source, s.gid, s.organization, s.name, s.version, s.declared_version as "declaredVersion", s.category, s.descr, s.author, s.license, s.roles,
  s.queue, s.period, s.startatboot, s.async, s.log, s.enable, s.run_order as "order", ${TIMEOUT_SQL} as "timeoutSeconds", s.args, s.path, s.hash,
  s.parse_error is not null as "isBroken", s.parse_error as "parseError", s.notices, s.is_deleted as "isDeleted", s.created_at as "updatedAt"`;

const MAX_ITEMS = 10_000;

export interface JumpScriptListRequest {
  question: JumpScriptQuestion;
  deleted?: boolean;
}

/** Current versions, by id. */
export async function listJumpScripts(
  database: Database,
  request: JumpScriptListRequest,
  now: number,
  signal: AbortSignal
): Promise<JumpScriptList> {
  const parameters = new Parameters();
  const conditions = [request.deleted ? 'is_current' : CURRENT, ...jumpscriptConditions(request.question, parameters)];
  const text = `select ${PROPERTIES}, count(*) over () as "matching" from all_jumpscripts s ${where(conditions)}
    order by s.id, s.source <> '${OWN_SOURCE}', s.source, s.gid limit ${MAX_ITEMS}`;
  const items = await database.read<JumpScript & { matching: number }>(
    { text, values: parameters.values },
    { signal, name: 'list_jumpscripts' }
  );
  const value = items[0]?.matching ?? 0;
  const isCut = value > items.length;
  const notice = isCut ? `Only the first ${MAX_ITEMS} of ${value} are here: narrow them with filters or q.` : null;
  return { items, total: { value, relation: 'eq' }, coverage: { asOf: now, from: null, to: null, isCut, notice } };
}

/** The current version, or the one asked for. */
export async function findJumpScript(
  database: Database,
  gid: number,
  id: string,
  version: number | undefined,
  signal: AbortSignal
): Promise<JumpScriptDetails> {
  const options = { signal, name: 'find_jumpscript' };
  const versions = await database.read<JumpScriptDetails['versions'][number]>(
    {
      text: 'select version, hash, created_at as "createdAt", is_current as "isCurrent" from jumpscripts where gid = $1 and id = $2 order by version desc',
      values: [gid, id],
    },
    options
  );
  const wanted = version ?? (versions.find(({ isCurrent }) => isCurrent) ?? versions[0])?.version;
  if (wanted === undefined || versions.length === 0) {
    throw new ApiError('UNKNOWN_JUMPSCRIPT', `Expected the id of a JumpScript, <organization>:<name>, got "${id}".`);
  }
  const [row] = await database.read<Omit<JumpScriptDetails, 'versions'>>(
    {
      text: `select ${PROPERTIES}, coalesce(t.text, '') as text from all_jumpscripts s left join jumpscript_sources t on t.gid = s.gid and t.hash = s.hash
             where s.source = '${OWN_SOURCE}' and s.gid = $1 and s.id = $2 and s.version = $3`,
      values: [gid, id, wanted],
    },
    options
  );
  if (row === undefined) {
    throw new ApiError(
      'UNKNOWN_VERSION',
      `Expected a version of ${id}, one of ${versions
        .slice(0, 20)
        .map((one) => one.version)
        .join(', ')}, got ${wanted}.`
    );
  }
  return { ...row, versions };
}

/** Of another controller, which has one version of each: the newest it told of. */
export async function findBridgedJumpScript(
  database: Database,
  { source, gid, id }: { source: string; gid: number | null; id: string },
  signal: AbortSignal
): Promise<JumpScriptDetails> {
  const [row] = await database.read<Omit<JumpScriptDetails, 'versions'>>(
    {
      text: `select ${PROPERTIES}, coalesce(t.text, '') as text from all_jumpscripts s join bridged_jumpscripts t using (source, gid, id)
             where s.source = $1 and ($2::integer is null or s.gid = $2) and s.id = $3 order by s.gid limit 1`,
      values: [source, gid, id],
    },
    { signal, name: 'find_jumpscript' }
  );
  if (row === undefined) {
    throw new ApiError('UNKNOWN_JUMPSCRIPT', `Expected the id of a JumpScript of ${source}, got "${id}".`);
  }
  const { version, hash, updatedAt } = row;
  return { ...row, versions: [{ version, hash, createdAt: updatedAt, isCurrent: true }] };
}
