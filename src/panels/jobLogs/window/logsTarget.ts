import { type DataQuery } from '@grafana/schema';
import { type Condition } from '@openvcloud/contract/src/filter';
import { isPublicPage } from '../../../pageQuery/isPublicPage';

export type LogDirection = 'forward' | 'backward';

/** The parts of the panel's own query that the list builds on. */
export interface LogsTarget extends DataQuery {
  filters?: Condition[];
  search?: string;
  direction?: LogDirection;
  limit?: number;
  /** Only the lines of this job. */
  guid?: string;
}

export function findLogsTarget(targets: readonly DataQuery[] | undefined): LogsTarget | undefined {
  return isPublicPage() ? undefined : targets?.find((target) => target.queryType === 'logs' && target.hide !== true);
}
