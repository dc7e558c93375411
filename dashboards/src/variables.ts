import {
  CustomVariableBuilder,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  TextBoxVariableBuilder,
  VariableHide,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { ALL_VALUE, JOB_FIELDS, type Condition, type JobField } from '@openvcloud/contract/src/filter';
import { VARIABLES } from '../../src/navigation/links';
import { AGENTS, METRICS_SOURCES } from '../../src/nodeMetrics/metricsChoice';
import { CHOSEN_DATASOURCE } from './query';

/** The variables that narrow a list of jobs, and the job field each one fills. */
const FILTER_FIELDS = {
  state: 'state',
  queue: 'queue',
  organization: 'organization',
  cmd: 'cmd',
  node: 'nodeName',
  source: 'source',
  unresolved: 'unresolved',
} as const satisfies Partial<Record<keyof typeof VARIABLES, JobField>>;
export type FilterVariable = keyof typeof FILTER_FIELDS;
export const FILTER_VARIABLES = Object.keys(FILTER_FIELDS) as readonly FilterVariable[];

export function datasourceVariable(): DatasourceVariableBuilder {
  return (
    new DatasourceVariableBuilder(VARIABLES.ds)
      .label('Controller')
      .type(CHOSEN_DATASOURCE.type)
      // Opened without a choice Grafana takes its default data source where that is one of ours, else the first by name.
      .current({ text: 'default', value: 'default' })
  );
}

/** Several values of a job field, or all of them: then its condition is dropped from the queries. */
export function filterVariable(name: FilterVariable): QueryVariableBuilder {
  const field = FILTER_FIELDS[name];
  return valuesVariable(VARIABLES[name], field)
    .multi(true)
    .includeAll(true)
    .allValue(ALL_VALUE)
    .current({ text: 'All', value: '$__all' });
}

/** All jobs, or the failures that were not made good since. */
export function unresolvedVariable(): CustomVariableBuilder {
  return new CustomVariableBuilder(VARIABLES.unresolved)
    .label('Failures')
    .values('Still broken : true')
    .includeAll(true)
    .allValue(ALL_VALUE)
    .current({ text: 'All', value: '$__all' });
}

/** The values a job field has in stored jobs. */
export function valuesVariable(name: string, field: JobField): QueryVariableBuilder {
  return new QueryVariableBuilder(name)
    .label(JOB_FIELDS[field].label)
    .datasource(CHOSEN_DATASOURCE)
    .query({ refId: name, field })
    .definition(field)
    .refresh(VariableRefresh.OnDashboardLoad);
}

export function textVariable(name: string, label: string): TextBoxVariableBuilder {
  return new TextBoxVariableBuilder(name).label(label).defaultValue('');
}

/** Set by links, of no use to type in. */
export function hiddenTextVariable(name: string, label: string): TextBoxVariableBuilder {
  return textVariable(name, label).hide(VariableHide.HideVariable);
}

/** `conditions('state', 'node')` → `state in $state AND nodeName in $node` */
export function conditions(...names: readonly FilterVariable[]): Condition[] {
  return names.map((name) => ({ field: FILTER_FIELDS[name], operator: 'in', values: [`$${VARIABLES[name]}`] }));
}

/** One node of those that ever measured something, whether it has jobs or not. */
export function nodeVariable(): QueryVariableBuilder {
  return new QueryVariableBuilder(VARIABLES.node)
    .label(JOB_FIELDS.nodeName.label)
    .datasource(CHOSEN_DATASOURCE)
    .query({ refId: VARIABLES.node, of: 'nodeStats', field: 'nodeName' })
    .definition('nodeName')
    .refresh(VariableRefresh.OnDashboardLoad);
}

/** Where metrics of nodes come from: agents, or a data source of Prometheus. */
export function metricsVariable(): QueryVariableBuilder {
  return (
    new QueryVariableBuilder(VARIABLES.metrics)
      .label('Metrics')
      .datasource(CHOSEN_DATASOURCE)
      .query({ refId: VARIABLES.metrics, of: METRICS_SOURCES })
      .definition(METRICS_SOURCES)
      .current({ text: 'Agents', value: AGENTS })
      // Sources in the order of their list: what agents measured comes first.
      .sort(VariableSort.Disabled)
      .refresh(VariableRefresh.OnDashboardLoad)
  );
}
