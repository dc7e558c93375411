/** Where everything is: uids, slugs and variable names of the dashboards, and the links between them. */
export const DASHBOARDS = {
  jobs: { uid: 'openvcloud-jobs', slug: 'jobs', title: 'Jobs' },
  job: { uid: 'openvcloud-job', slug: 'job-details', title: 'Job Details' },
  jumpscripts: { uid: 'openvcloud-jumpscripts', slug: 'jumpscripts', title: 'JumpScripts' },
  jumpscript: { uid: 'openvcloud-jumpscript', slug: 'jumpscript-details', title: 'JumpScript Details' },
  logs: { uid: 'openvcloud-logs', slug: 'logs', title: 'Logs' },
  failures: { uid: 'openvcloud-failures', slug: 'failures', title: 'Failures' },
  queues: { uid: 'openvcloud-queues', slug: 'job-queues', title: 'Job Queues' },
  node: { uid: 'openvcloud-node', slug: 'node', title: 'Node' },
} as const;
export type DashboardName = keyof typeof DASHBOARDS;

export const VARIABLES = {
  ds: 'ds',
  state: 'state',
  queue: 'queue',
  organization: 'organization',
  cmd: 'cmd',
  node: 'node',
  source: 'source',
  unresolved: 'unresolved',
  guid: 'guid',
  jumpscript: 'jumpscript',
  version: 'version',
  metrics: 'metrics',
} as const;

const KEPT = new Set(['from', 'to', 'timezone', 'refresh', 'orgId', 'theme']);

/**
 * Path and query of a dashboard, keeping time range and variables of the page one is on.
 * `search` is the current location's; a panel's own viewer state in it is left behind.
 * Grafana's sub-path, if any, is the caller's to add (`locationUtil.assureBaseUrl`).
 */
export function dashboardLink(name: DashboardName, search: string, variables: Record<string, string> = {}): string {
  const { uid, slug } = DASHBOARDS[name];
  const query = new URLSearchParams();
  for (const [key, value] of new URLSearchParams(search)) {
    const isReplaced = key.startsWith('var-') && key.slice(4) in variables;
    if ((KEPT.has(key) || key.startsWith('var-')) && !isReplaced) {
      query.append(key, value);
    }
  }
  for (const [key, value] of Object.entries(variables)) {
    query.set(`var-${key}`, value);
  }
  const text = query.toString();
  return `/d/${uid}/${slug}${text ? `?${text}` : ''}`;
}

export function jobLink(guid: string, search: string): string {
  return dashboardLink('job', search, { [VARIABLES.guid]: guid });
}

/** Without a version: the current one. */
export function jumpscriptLink(id: string, search: string, version?: number): string {
  return dashboardLink('jumpscript', search, {
    [VARIABLES.jumpscript]: id,
    [VARIABLES.version]: version === undefined ? '' : String(version),
  });
}

/** The page of a node: what it measured, and its jobs. */
export function nodeLink(name: string, search: string): string {
  return dashboardLink('node', search, { [VARIABLES.node]: name });
}

/** Of a short job one sees what came before and after: so much at either side at least, and as much as a long one took. */
const LEAST_PADDING_MS = 5 * 60_000;

interface JobTimes {
  timeStart: number;
  /** Null: it runs on. */
  timeStop: number | null;
}

/** The time of a job and as much before and after, in epoch milliseconds; of one that runs on there is no end yet: null. */
export function jobWindow({ timeStart, timeStop }: JobTimes): { from: number; to: number | null } {
  const padding = Math.max(LEAST_PADDING_MS, (timeStop ?? timeStart) - timeStart);
  return { from: timeStart - padding, to: timeStop === null ? null : timeStop + padding };
}

/** What its node did while a job ran: the page of the node, in the window of the job. */
export function nodeWindowLink(name: string, times: JobTimes, search: string): string {
  const { from, to } = jobWindow(times);
  const ofJob = new URLSearchParams(search);
  ofJob.set('from', String(from));
  ofJob.set('to', to === null ? 'now' : String(to));
  return nodeLink(name, ofJob.toString());
}
