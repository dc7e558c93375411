import { type ComponentType } from 'react';
import { type QueryType } from '../query/query';
import { AnnotationOptions } from './AnnotationOptions';
import { FiguresOptions } from './FiguresOptions';
import { JobChoice } from './JobChoice';
import { JumpScriptChoice } from './JumpScriptChoice';
import { ListOptions } from './ListOptions';
import { LogCountsOptions } from './LogCountsOptions';
import { NodeStatsOptions } from './NodeStatsOptions';
import { NowOptions } from './NowOptions';
import { type OptionsProps } from './optionsProps';

interface QueryTypeEditor {
  /** Which one thing is asked for; stands beside the query type. */
  Choice?: ComponentType<OptionsProps>;
  /** Stands below the filters. */
  Options?: ComponentType<OptionsProps>;
}

/** What the editor of a query type has beside search and filters, of which QUERY_TYPE_SPECS knows. */
export const QUERY_TYPE_EDITORS: Readonly<Partial<Record<QueryType, QueryTypeEditor>>> = {
  jobs: { Options: ListOptions },
  jobCounts: { Options: FiguresOptions },
  jobDurations: { Options: FiguresOptions },
  jobAnnotations: { Options: AnnotationOptions },
  nodeStats: { Options: NodeStatsOptions },
  nodes: { Options: NowOptions },
  queues: { Options: NowOptions },
  failures: { Options: NowOptions },
  logs: { Choice: JobChoice, Options: ListOptions },
  logCounts: { Choice: JobChoice, Options: LogCountsOptions },
  jobLogs: { Options: ListOptions },
  job: { Choice: JobChoice },
  trace: { Choice: JobChoice },
  jumpscript: { Choice: JumpScriptChoice },
};
