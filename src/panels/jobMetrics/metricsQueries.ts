import { type DataFrame, type DataSourceInstanceSettings } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import { type DataQuery, type DataSourceRef } from '@grafana/schema';
import { QUERY_VERSION, type JobsDataSourceOptions, type JobsQuery } from '../../datasource/query/query';
import { AGENTS } from '../../nodeMetrics/metricsChoice';
import { PROMETHEUS_TYPES } from '../../nodeMetrics/metricsSources';
import { NODE_GRAPHS } from '../../nodeMetrics/nodeGraphs';
import { DEFAULT_METRICS_LABELS, nodeLabels } from '../../nodeMetrics/nodeLabels';
import { type JobOnNode } from './jobOnNode';

export type NodeGraph = (typeof NODE_GRAPHS)[number];

/** A data source, the queries that fill all graphs at once, and how each graph finds its own. */
export interface MetricsQueries {
  datasource: DataSourceRef;
  queries: DataQuery[];
  /** Of one graph alone, for Explore. */
  ofGraph: (graph: NodeGraph) => DataQuery[];
  framesOf: (graph: NodeGraph, frames: readonly DataFrame[]) => DataFrame[];
}

/** `ours` is the data source of the panel's query, `chosen` the panel's option with its variables replaced. */
export function metricsQueries(job: JobOnNode, ours: DataQuery['datasource'], chosen: string): MetricsQueries {
  const settings = getDataSourceSrv().getInstanceSettings(ours);
  const other = chosen === '' || chosen === AGENTS ? undefined : getDataSourceSrv().getInstanceSettings(chosen);
  return other !== undefined && PROMETHEUS_TYPES.includes(other.type)
    ? ofExporter(job, other, labelsTemplate(settings))
    : ofAgent(job, settings === undefined ? (ours ?? {}) : { type: settings.type, uid: settings.uid });
}

function labelsTemplate(settings: DataSourceInstanceSettings<JobsDataSourceOptions> | undefined): string {
  return settings?.jsonData.metricsLabels?.trim() || DEFAULT_METRICS_LABELS;
}

function ofAgent(job: JobOnNode, datasource: DataSourceRef): MetricsQueries {
  const query = (stats: readonly string[]): JobsQuery => ({
    refId: 'A',
    queryType: 'nodeStats',
    version: QUERY_VERSION,
    stats: [...stats],
    filters: [
      { field: 'nodeName', operator: '=', values: [job.nodeName] },
      { field: 'gid', operator: '=', values: [String(job.gid)] },
    ],
    // The name of a node is what it is, also with a "$" in it.
    isReplaced: true,
  });
  return {
    datasource,
    queries: [query(NODE_GRAPHS.flatMap(({ stats }) => stats))],
    ofGraph: ({ stats }) => [query(stats)],
    framesOf: ({ stats }, frames) =>
      frames.filter(({ fields }) =>
        fields.some(({ labels }) => (stats as readonly string[]).includes(labels?.stat ?? ''))
      ),
  };
}

function ofExporter(job: JobOnNode, { type, uid }: DataSourceInstanceSettings, template: string): MetricsQueries {
  const labels = nodeLabels(template, { node: job.nodeName, nid: job.nid, gid: job.gid });
  const queriesOf = (graph: NodeGraph) =>
    graph.exporter.map(({ expr, legend }, index) => ({
      refId: `${graph.title} ${index + 1}`,
      expr: expr.replaceAll('$labels', () => labels),
      legendFormat: legend,
      range: true,
      instant: false,
      editorMode: 'code',
    }));
  return {
    datasource: { type, uid },
    queries: NODE_GRAPHS.flatMap(queriesOf),
    ofGraph: queriesOf,
    framesOf: (graph, frames) => {
      const refIds = queriesOf(graph).map(({ refId }) => refId);
      return frames.filter(({ refId = '' }) => refIds.includes(refId));
    },
  };
}
