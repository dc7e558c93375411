import { type DataLink, type ExplorePanelsState } from '@grafana/data';
import { fieldLink } from '../../navigation/fieldLink';
import { type DASHBOARDS, type VARIABLES } from '../../navigation/links';
import { QUERY_VERSION, type JobsQuery } from '../query/query';

/** The data source a frame came from, as links back to it name it. */
export interface LinkTarget {
  uid: string;
  name: string;
}
type ToLink = (target: LinkTarget) => DataLink;

const VALUE = '${__value.raw}';
const ENCODED = '${__value.raw:percentencode}';

/** Of the same row; as text, since a number would come with the separators it is shown with. */
const ofRow = (field: string) => `\${__data.fields.${field}}`;
const encodedOfRow = (field: string) => `\${__data.fields.${field}:percentencode}`;

function page(
  title: string,
  dashboard: keyof typeof DASHBOARDS,
  set: Partial<Record<keyof typeof VARIABLES, string>>
): ToLink {
  return ({ uid }) => ({ title, url: fieldLink(dashboard, uid, set) });
}

/** A query in Explore: in split view where one is in Explore already. */
function explore(title: string, query: Omit<JobsQuery, 'refId' | 'version'>, panelsState?: ExplorePanelsState): ToLink {
  return ({ uid, name }) => ({
    title,
    url: '',
    internal: {
      datasourceUid: uid,
      datasourceName: name,
      query: { refId: REF_ID, version: QUERY_VERSION, ...query },
      ...(panelsState === undefined ? {} : { panelsState }),
    },
  });
}

const REF_ID = 'A';

const JOB_DETAILS = page('Job Details', 'job', { guid: ENCODED });
const TRACE = explore('Trace of the job', { queryType: 'trace', guid: VALUE });
const JUMPSCRIPT = page('JumpScript Details', 'jumpscript', { jumpscript: ENCODED, version: '' });
const JUMPSCRIPT_OF_ROW = page('JumpScript Details', 'jumpscript', {
  jumpscript: `${encodedOfRow('organization')}:${encodedOfRow('cmd')}`,
  version: '',
});
/** The node that a series is of. */
const OF_SERIES = '${__field.labels.node:percentencode}';
const NODE = page('Node', 'node', { node: ENCODED });
const OF_NODE = [NODE, page('Jobs of this node', 'jobs', { node: ENCODED })];

/** Oldest first, around the line, which is marked. */
const LINE_IN_ITS_JOB = explore(
  'The line in its job',
  {
    queryType: 'logs',
    guid: ofRow('jobGuid'),
    startSeq: '${__data.fields.seq.numeric}',
    around: true,
    ignoreTimeRange: true,
  },
  { logs: { id: `${REF_ID}_${ofRow('id')}` } }
);

const OF_JOBS: Readonly<Record<string, readonly ToLink[]>> = {
  // The first column, as in our own table: the guid is far to the right.
  timeStart: [page('Job Details', 'job', { guid: encodedOfRow('guid') })],
  guid: [
    JOB_DETAILS,
    explore('Log lines of the job', { queryType: 'logs', guid: VALUE, ignoreTimeRange: true }),
    TRACE,
  ],
  cmd: [JUMPSCRIPT_OF_ROW],
  jumpscriptId: [JUMPSCRIPT],
  nodeName: OF_NODE,
  queue: [page('Jobs of this queue', 'jobs', { queue: ENCODED })],
  parentGuid: [JOB_DETAILS],
  batchGuid: [
    explore('Trace of the batch', { queryType: 'trace', guid: VALUE }),
    explore('Jobs of the batch', {
      queryType: 'jobs',
      filters: [{ field: 'batchGuid', operator: '=', values: [VALUE] }],
      ignoreTimeRange: true,
    }),
  ],
  errorSignature: [
    explore('Jobs that failed the same way', {
      queryType: 'jobs',
      filters: [{ field: 'errorSignature', operator: '=', values: [VALUE] }],
    }),
  ],
};

/** By the kind of a frame (`meta.custom.kind`) and the name of a field: where the value leads to. */
export const FIELD_LINKS: Readonly<Record<string, Readonly<Record<string, readonly ToLink[]>>>> = {
  jobs: OF_JOBS,
  job: OF_JOBS,
  exemplars: { guid: [JOB_DETAILS, TRACE] },
  logs: { jobGuid: [JOB_DETAILS, TRACE], seq: [LINE_IN_ITS_JOB], cmd: [JUMPSCRIPT_OF_ROW], nodeName: OF_NODE },
  jumpscripts: { id: [JUMPSCRIPT] },
  jumpscript: { id: [JUMPSCRIPT] },
  // One only: a cell with several is a menu.
  nodes: { name: [NODE] },
  nodeStats: {
    value: [page('Node', 'node', { node: OF_SERIES }), page('Jobs of this node', 'jobs', { node: OF_SERIES })],
  },
  queues: { nodeName: [NODE] },
  trace: {
    spanID: [
      page('Job Details', 'job', { guid: encodedOfRow('jobGuid') }),
      explore('Log lines of the job', { queryType: 'logs', guid: ofRow('jobGuid'), ignoreTimeRange: true }),
    ],
  },
  jobGraph: {
    id: [
      page('Job Details', 'job', { guid: ENCODED }),
      explore('Log lines of the job', { queryType: 'logs', guid: VALUE, ignoreTimeRange: true }),
      TRACE,
    ],
  },
};
