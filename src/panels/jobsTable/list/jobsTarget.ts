import { type DataQuery } from '@grafana/schema';
import { type Condition } from '@openvcloud/contract/src/filter';
import { isPublicPage } from '../../../pageQuery/isPublicPage';

/** The parts of the panel's own query that the list builds on. */
export interface JobsTarget extends DataQuery {
  filters?: Condition[];
  search?: string;
  sort?: string;
  limit?: number;
  requires?: string;
}

/** The first jobs query of the panel; undefined when its rows come from elsewhere (a snapshot, another panel) or are public. */
export function findJobsTarget(targets: readonly DataQuery[] | undefined): JobsTarget | undefined {
  return isPublicPage() ? undefined : targets?.find((target) => target.queryType === 'jobs' && target.hide !== true);
}
