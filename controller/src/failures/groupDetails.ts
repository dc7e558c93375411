import type { FailureGroup } from '@openvcloud/contract';
import type { QueryOptions } from '../database/queryable';
import { Parameters } from '../database/parameters';
import type { FailureQuestion } from '../query/question';
import { failureRows } from './failureRows';
import type { Read, StoredGroup } from './readGroups';

/** What the jobs of a group have in common, and when. */
export type GroupDetails = Pick<
  FailureGroup,
  'trend' | 'nodes' | 'nodeNames' | 'scripts' | 'versions' | 'newestJobs' | 'newestId' | 'lastOk'
>;

interface PlaceRow extends Record<string, unknown> {
  root: number;
  gid: number;
  nid: number | null;
  nodeName: string | null;
  organization: string;
  cmd: string;
  source: string;
  version: number | null;
}

const SHOWN = 20;
const NEWEST = 3;

/** Of each group by its number: `times` are the starts of the buckets that its trend has. */
export async function groupDetails(
  read: Read,
  groups: readonly StoredGroup[],
  question: FailureQuestion,
  { times, bucketMs }: { times: readonly number[]; bucketMs: number | undefined },
  options: QueryOptions
): Promise<Map<number, GroupDetails>> {
  if (groups.length === 0) {
    return new Map();
  }
  const [places, buckets, newest] = await Promise.all([
    readPlaces(read, groups, question, options),
    bucketMs === undefined ? [] : readBuckets(read, groups, question, bucketMs, options),
    readNewest(read, groups, question, options),
  ]);
  const oks = await readLastOks(read, places, options);
  return new Map(
    groups.map(({ id }) => {
      const own = places.filter(({ root }) => root === id);
      const jobs = newest.filter(({ root }) => root === id);
      return [id, { ...ofPlaces(own), ...trendOf(id, buckets, times), ...newestOf(jobs), lastOk: lastOkOf(own, oks) }];
    })
  );
}

function ofPlaces(places: readonly PlaceRow[]): Pick<GroupDetails, 'nodes' | 'nodeNames' | 'scripts' | 'versions'> {
  const nodes = new Set(
    places.flatMap(({ gid, nid, nodeName }) => ((nid ?? nodeName) === null ? [] : [`${gid} ${nid} ${nodeName}`]))
  );
  const names = new Set(places.flatMap(({ nodeName }) => nodeName ?? []));
  const scripts = new Set(places.map(({ organization, cmd }) => `${organization} ${cmd}`));
  const versions = new Set(places.flatMap(({ version }) => version ?? []));
  return {
    nodes: nodes.size,
    nodeNames: [...names].sort().slice(0, SHOWN),
    scripts: [...scripts].sort().slice(0, SHOWN),
    versions: [...versions].sort((one, other) => other - one).slice(0, SHOWN),
  };
}

function ofGroups(groups: readonly StoredGroup[], parameters: Parameters): string {
  return `root = any(${parameters.add(groups.map(({ id }) => id))}::integer[])`;
}

function readPlaces(
  read: Read,
  groups: readonly StoredGroup[],
  question: FailureQuestion,
  options: QueryOptions
): Promise<PlaceRow[]> {
  const parameters = new Parameters();
  const rows = failureRows(question, parameters, [ofGroups(groups, parameters)]);
  const text = `select root, gid, nid, node_name as "nodeName", organization, cmd, source, version from ${rows} group by 1, 2, 3, 4, 5, 6, 7, 8`;
  return read<PlaceRow>({ text, values: parameters.values }, { ...options, name: 'failure_places' });
}

interface BucketRow extends Record<string, unknown> {
  root: number;
  bucket: number;
  count: number;
}

function readBuckets(
  read: Read,
  groups: readonly StoredGroup[],
  question: FailureQuestion,
  bucketMs: number,
  options: QueryOptions
): Promise<BucketRow[]> {
  const parameters = new Parameters();
  const width = `${parameters.add(bucketMs)}::bigint`;
  const rows = failureRows(question, parameters, [ofGroups(groups, parameters)]);
  const text = `select root, known / ${width} * ${width} as bucket, count(*) as count from ${rows} group by 1, 2`;
  return read<BucketRow>({ text, values: parameters.values }, { ...options, name: 'failure_trends' });
}

function trendOf(id: number, buckets: readonly BucketRow[], times: readonly number[]): Pick<GroupDetails, 'trend'> {
  const counts = new Map(buckets.filter(({ root }) => root === id).map(({ bucket, count }) => [bucket, count]));
  return { trend: times.map((time) => counts.get(time) ?? 0) };
}

interface NewestRow extends Record<string, unknown> {
  root: number;
  guid: string;
  jobId: number;
}

/** By the index of each group's rows: of a frequent one all of them would be sorted. */
function readNewest(
  read: Read,
  groups: readonly StoredGroup[],
  question: FailureQuestion,
  options: QueryOptions
): Promise<NewestRow[]> {
  const parameters = new Parameters();
  const members = groups.flatMap(({ gid, ids }) => ids.map((id) => ({ gid, id })));
  const list = parameters.add(JSON.stringify(members));
  const rows = failureRows(question, parameters, ['gid = m.gid', 'group_id = m.id']);
  const text = `select root, guid, job_id as "jobId" from json_to_recordset(${list}) as m (gid integer, id integer)
    cross join lateral (select root, guid, job_id, known from ${rows} order by known desc limit ${NEWEST}) as newest order by known desc`;
  return read<NewestRow>({ text, values: parameters.values }, { ...options, name: 'newest_failures' });
}

function newestOf(jobs: readonly NewestRow[]): Pick<GroupDetails, 'newestJobs' | 'newestId'> {
  return { newestJobs: jobs.slice(0, NEWEST).map(({ guid }) => guid), newestId: jobs[0]?.jobId ?? null };
}

interface OkRow extends Record<string, unknown> {
  gid: number;
  organization: string;
  cmd: string;
  source: string;
  ended: number;
}

/** When each of the scripts was last OK, on any node. */
function readLastOks(read: Read, places: readonly PlaceRow[], options: QueryOptions): Promise<OkRow[]> {
  const scripts = new Map(
    places.map(({ gid, organization, cmd, source }) => [
      scriptKey({ gid, organization, cmd, source }),
      { gid, organization, cmd, source },
    ])
  );
  const text = `select gid, organization, cmd, source, max(ended) as ended
    from json_to_recordset($1) as s (gid integer, organization text, cmd text, source text) join last_oks using (gid, organization, cmd, source)
    where ended > 0 group by 1, 2, 3, 4`;
  return read<OkRow>({ text, values: [JSON.stringify([...scripts.values()])] }, { ...options, name: 'last_oks' });
}

function lastOkOf(places: readonly PlaceRow[], oks: readonly OkRow[]): number | null {
  const scripts = new Set(places.map(scriptKey));
  const ends = oks.filter((ok) => scripts.has(scriptKey(ok))).map(({ ended }) => ended);
  return ends.length === 0 ? null : Math.max(...ends);
}

function scriptKey({ gid, organization, cmd, source }: Omit<OkRow, 'ended'>): string {
  return JSON.stringify([gid, organization, cmd, source]);
}
