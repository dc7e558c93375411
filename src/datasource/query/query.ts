import { CoreApp, type DataSourceJsonData } from '@grafana/data';
import { type DataQuery } from '@grafana/schema';
import { ALERT_QUERY } from '@openvcloud/contract/src/alertQuery';
import { FAILURE_FIELDS } from '@openvcloud/contract/src/failureStatus';
import {
  JOB_FIELDS,
  JUMPSCRIPT_FIELDS,
  LOG_FIELDS,
  type Condition,
  type FieldSpec,
  type GroupField,
  type TimeField,
} from '@openvcloud/contract/src/filter';
import { NODE_STAT_FIELDS, type StatFigure } from '@openvcloud/contract/src/nodeStat';
import { type Typed } from '../../viewerState/typed';
import { type ValuesOf } from './fetchValues';

export const QUERY_VERSION = 2;

interface QueryTypeSpec {
  label: string;
  description: string;
  /** Fields its conditions may name; absent: it takes none. */
  fields?: Record<string, FieldSpec>;
  /** What its search text looks through; absent: it takes none. */
  search?: string;
  /** Which time of a job a time range means unless the query says it. */
  timeField?: TimeField;
}

/** Every query type, in the order of the editor's list. Its own inputs are in editor/queryTypeEditors.ts. */
const SPECS = {
  jobs: {
    label: 'Jobs',
    description: 'Jobs as a table, filtered and sorted',
    fields: JOB_FIELDS,
    search: 'Free text',
    timeField: 'timeCreate',
  },
  jobCounts: {
    label: 'Job counts',
    description: 'How many jobs, over time or as numbers: for graphs and alert rules',
    fields: JOB_FIELDS,
    search: 'Free text',
    timeField: 'timeStop',
  },
  jobDurations: {
    label: 'Job durations',
    description: 'How long jobs waited and ran: percentiles over time or as numbers',
    fields: JOB_FIELDS,
    search: 'Free text',
    timeField: 'timeStop',
  },
  jobAnnotations: {
    label: 'Jobs as annotations',
    description: 'Jobs as regions or points on the graphs of any dashboard',
    fields: JOB_FIELDS,
    search: 'Free text',
  },
  logs: { label: 'Logs', description: 'Log lines of all jobs or of one', fields: LOG_FIELDS, search: 'Message' },
  logCounts: {
    label: 'Log counts',
    description: 'How many log lines by level, over time or as numbers: for graphs and alert rules',
    fields: LOG_FIELDS,
    search: 'Message',
  },
  jobLogs: {
    label: 'Log sample',
    description: 'The last log lines of the newest jobs that match',
    fields: JOB_FIELDS,
    search: 'Free text',
    timeField: 'timeCreate',
  },
  job: { label: 'Job', description: 'One job with its arguments, result and error' },
  trace: { label: 'Trace', description: 'One job, or a batch: waits, runs and attempts as spans, and as a graph' },
  jumpscripts: {
    label: 'JumpScripts',
    description: 'JumpScripts the controller knows',
    fields: JUMPSCRIPT_FIELDS,
    search: 'Free text',
  },
  jumpscript: { label: 'JumpScript', description: 'One JumpScript with its source and versions' },
  nodes: { label: 'Nodes', description: 'Nodes with their agents, roles and latest stats' },
  nodeStats: {
    label: 'Node stats',
    description: 'CPU, load, memory, disks and network of nodes, over time or as numbers: for graphs and alert rules',
    fields: NODE_STAT_FIELDS,
  },
  queues: { label: 'Queues', description: 'Workers, running and waiting jobs per node and queue, now' },
  failures: {
    label: 'Failure groups',
    description: 'What fails the same way: how often, where, since when and whether it is new; as a table or numbers',
    fields: FAILURE_FIELDS,
    search: 'Failure signature',
  },
  controllerBehind: {
    label: 'Controller behind',
    description: 'By how many seconds planning and giving up are behind, now: for alert rules',
  },
} as const satisfies Record<string, QueryTypeSpec>;

export type QueryType = keyof typeof SPECS;
export const QUERY_TYPE_SPECS: Readonly<Record<QueryType, QueryTypeSpec>> = SPECS;
export const QUERY_TYPES = Object.keys(SPECS) as readonly QueryType[];

/** What is saved in dashboards and alert rules, and sent to the backend: pkg/query reads the same JSON. */
export interface JobsQuery extends DataQuery {
  queryType: QueryType;
  version: typeof QUERY_VERSION;
  filters?: Condition[];
  search?: string;
  timeField?: TimeField;
  ignoreTimeRange?: boolean;
  /** A sortable field, "-" in front for descending. */
  sort?: string;
  limit?: number;
  cursor?: string;
  at?: 'first' | 'last';
  direction?: 'forward' | 'backward';
  /** The job of `job`, of `logs` when only its lines are wanted, and the job or batch of `trace`. */
  guid?: string;
  /** Log lines from this line of the job on, or from this moment. Text while it holds a variable. */
  startSeq?: string | number;
  startTime?: number;
  /** Those before it as well, half of the limit each. */
  around?: boolean;
  jumpscriptId?: string;
  /** Empty: the current version. Text while it holds a variable. */
  jumpscriptVersion?: string | number;
  groupBy?: GroupField[];
  /** Of `nodeStats`; none: all. Text: an agent of another version may know more of them. */
  stats?: string[];
  /** Of `nodeStats`: what is shown of the samples of an interval; none: their mean. */
  figures?: StatFigure[];
  /** Of `jobAnnotations`: from start to end of a job, or when it ended. */
  shape?: 'region' | 'point';
  /** A variable without which it is not asked: a condition on nothing holds nothing back, and would answer with all. */
  requires?: string;
  /** `table`, of `nodes`, `queues` and `failures`, is what they are when nothing is said; in an alert rule they are numbers. */
  format?: 'timeseries' | 'number' | 'table' | 'heatmap';
  /** Beside figures over time: jobs that stand out, as marks that lead to them. */
  exemplars?: boolean;
  /** Of `nodes`, `queues` and `failures` as numbers: which one; of a heatmap of durations: run or wait. */
  figure?: string;
  /** What a viewer asks for beside what is saved: the backend adds it, letter by letter. */
  typed?: Typed;
  /** Its variables have been replaced: a "$" that is still in it is meant as one. */
  isReplaced?: boolean;
}

/** Grafana's standard settings of the connection, under the names that its Go SDK reads. */
export interface JobsDataSourceOptions extends DataSourceJsonData {
  timeout?: number;
  tlsAuth?: boolean;
  tlsAuthWithCACert?: boolean;
  tlsSkipVerify?: boolean;
  /** The Grafana role that a person must have at least to act on jobs; empty: none is enough by itself. */
  actRole?: string;
  /** Logins of those who may act whatever their role, separated by commas. */
  actUsers?: string;
  /** Label matchers by which Prometheus knows a node; see nodeLabels. */
  metricsLabels?: string;
}

export interface JobsSecureJsonData {
  token?: string;
  /** To act with; without one, nobody acts. */
  operatorToken?: string;
}

export const DEFAULT_QUERY: Omit<JobsQuery, 'refId'> = { queryType: 'jobs', version: QUERY_VERSION };

/**
 * What Grafana merges into a new, empty query. An alert rule starts with what people most want to be woken by;
 * Explore and panels start with the jobs themselves.
 */
export function defaultQuery(app?: CoreApp): Omit<JobsQuery, 'refId'> {
  if (isAlerting(app)) {
    return {
      ...ALERT_QUERY,
      filters: ALERT_QUERY.filters.map((filter) => ({ ...filter, values: [...filter.values] })),
      groupBy: [...ALERT_QUERY.groupBy],
    };
  }
  return DEFAULT_QUERY;
}

/** Which time of a job the time range means when the query does not say it: the backend takes the same. */
export function defaultTimeField(queryType: QueryType, app?: string): TimeField | undefined {
  return isAlerting(app) ? ALERT_QUERY.timeField : QUERY_TYPE_SPECS[queryType].timeField;
}

export function isAlerting(app?: string): boolean {
  return app === CoreApp.UnifiedAlerting || app === CoreApp.CloudAlerting;
}

/** What an alert rule can evaluate: numbers. */
export const ALERT_TYPES: readonly QueryType[] = [
  'jobCounts',
  'logCounts',
  'nodeStats',
  'nodes',
  'queues',
  'failures',
  'controllerBehind',
];

export function isQueryType(value: unknown): value is QueryType {
  return (QUERY_TYPES as readonly unknown[]).includes(value);
}

export function fieldsOf(queryType: QueryType): Record<string, FieldSpec> | undefined {
  return QUERY_TYPE_SPECS[queryType].fields;
}

/** Where /values completes the fields of a query type. */
export function valuesOf(queryType: QueryType): ValuesOf {
  if (queryType === 'logCounts') {
    return 'logs';
  }
  return queryType === 'logs' || queryType === 'jumpscripts' || queryType === 'nodeStats' ? queryType : 'jobs';
}
