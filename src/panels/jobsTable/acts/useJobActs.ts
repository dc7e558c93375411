import { type DataQueryRequest } from '@grafana/data';
import { useActs, type Acts } from '../../../acts/useActs';
import { useMarkedJobs, type MarkedJobs } from '../list/useMarkedJobs';
import { MARK_WIDTH } from './MarkBox';

export interface JobActs {
  /** Undefined: no acts are offered. */
  acts: Acts | undefined;
  marked: MarkedJobs;
  /** Undefined: nobody may act on the jobs, so none can be marked. */
  marks: MarkedJobs | undefined;
  /** Pixels of the column of marks. */
  markWidth: number;
}

/** What the viewer may do to the jobs of a list. */
export function useJobActs(canAsk: boolean, request: DataQueryRequest | undefined): JobActs {
  const acts = useActs(canAsk ? request : undefined);
  const marked = useMarkedJobs();
  const mayAct = acts?.mayAct === true;
  return { acts, marked, marks: mayAct ? marked : undefined, markWidth: mayAct ? MARK_WIDTH : 0 };
}
