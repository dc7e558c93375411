import { type DashboardBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { type DashboardName } from '../../src/navigation/links';
import { failures } from './failures';
import { job } from './job';
import { jobs } from './jobs';
import { jumpscript } from './jumpscript';
import { jumpscripts } from './jumpscripts';
import { logs } from './logs';
import { node } from './node';
import { queues } from './queues';

/** Table of contents: the drill-down from all jobs to one, and from there to the JumpScript and its jobs. */
export const DASHBOARD_BUILDERS: Readonly<Record<DashboardName, () => DashboardBuilder>> = {
  jobs,
  job,
  jumpscripts,
  jumpscript,
  logs,
  failures,
  queues,
  node,
};
