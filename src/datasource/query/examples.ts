import { QUERY_VERSION, type JobsQuery } from './query';

export interface QueryExample {
  /** What one wants to know, in words. */
  asks: string;
  query: Omit<JobsQuery, 'refId'>;
}

const failed = { field: 'state', operator: 'in', values: ['ERROR', 'TIMEOUT'] } as const;
const FAILED = [{ ...failed, values: [...failed.values] }];
const version = QUERY_VERSION;

/** At least one for each query type, to start from. */
export const EXAMPLES: readonly QueryExample[] = [
  { asks: 'Jobs that failed, newest first', query: { queryType: 'jobs', version, filters: FAILED } },
  {
    asks: 'The longest jobs of the io queue',
    query: {
      queryType: 'jobs',
      version,
      filters: [{ field: 'queue', operator: '=', values: ['io'] }],
      sort: '-runMs',
    },
  },
  {
    asks: 'How many jobs ended in which state, over time',
    query: { queryType: 'jobCounts', version, timeField: 'timeStop', groupBy: ['state'] },
  },
  {
    asks: 'Failed jobs of each JumpScript, as numbers: what alert rules take',
    query: { queryType: 'jobCounts', version, filters: FAILED, groupBy: ['cmd'], format: 'number' },
  },
  {
    asks: 'How long jobs of each queue waited and ran',
    query: { queryType: 'jobDurations', version, groupBy: ['queue'], exemplars: true },
  },
  {
    asks: 'How many jobs ran how long, as a heatmap',
    query: { queryType: 'jobDurations', version, format: 'heatmap', exemplars: true },
  },
  { asks: 'Failed jobs as marks on any graph', query: { queryType: 'jobAnnotations', version, filters: FAILED } },
  { asks: 'Log lines that say "disk"', query: { queryType: 'logs', version, search: 'disk' } },
  { asks: 'How many lines there are of each level, over time', query: { queryType: 'logCounts', version } },
  { asks: 'The last lines of jobs that failed', query: { queryType: 'jobLogs', version, filters: FAILED } },
  {
    asks: 'The spans of a job or batch, chosen by a variable',
    query: { queryType: 'trace', version, guid: '${guid}' },
  },
  { asks: 'One job, chosen by the variable guid', query: { queryType: 'job', version, guid: '${guid}' } },
  { asks: 'Every JumpScript that can run', query: { queryType: 'jumpscripts', version } },
  {
    asks: 'The source of a JumpScript, chosen by a variable',
    query: { queryType: 'jumpscript', version, jumpscriptId: '${jumpscript}' },
  },
  { asks: 'Nodes, with their agents and latest stats', query: { queryType: 'nodes', version } },
  { asks: 'What nodes measure: processors, memory, disks, network', query: { queryType: 'nodeStats', version } },
  { asks: 'How deep each queue is now, and how long its oldest job waits', query: { queryType: 'queues', version } },
  { asks: 'What fails the same way, and which of it is new', query: { queryType: 'failures', version } },
  {
    asks: 'For how long each agent has not been heard, as numbers',
    query: { queryType: 'nodes', version, format: 'number', figure: 'silentSeconds' },
  },
  {
    asks: 'Whether the controller keeps up with its own work',
    query: { queryType: 'controllerBehind', version },
  },
];
