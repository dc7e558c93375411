import { LoadingState, rangeUtil, type DataQueryRequest, type PanelData, type TimeRange } from '@grafana/data';
import { type DataQuery } from '@grafana/schema';
import { useMemo } from 'react';
import { QUERY_VERSION, type JobsQuery } from '../../datasource/query/query';
import { askQueries } from '../../pageQuery/askDataSource';
import { jobMark } from './jobMark';
import { isOnNode, type JobOnNode } from './jobOnNode';
import { type MetricsQueries } from './metricsQueries';
import { toLanes, type Lanes } from './toLanes';
import { useAsked } from './useAsked';

const MOST_POINTS = 300;
const MOST_JOBS = 100;

interface Asking {
  job: JobOnNode;
  request: DataQueryRequest;
  metrics: MetricsQueries;
  /** Of our own data source. */
  ours: DataQuery['datasource'];
  range: TimeRange;
}

interface NodeMetrics {
  /** Of all graphs, the job marked on them. */
  data: PanelData;
  lanes: Lanes;
  errors: string[];
}

/** What the node measured and what else ran on it in a range, asked for when that is another one. */
export function useNodeMetrics({ job, request, metrics, ours, range }: Asking): NodeMetrics {
  const { datasource, queries } = metrics;
  const ranged = ofRange(request, range);
  const run = `${range.from.valueOf()}-${range.to.valueOf()}`;
  const asked = useAsked(`${job.guid} ${datasource.uid}`, run, () => askQueries(ranged, datasource, queries));
  const others = useAsked(job.guid, run, () => askQueries(ranged, ours, [othersQuery(job)]));

  const edge = range.to.valueOf();
  const annotations = useMemo(() => (isOnNode(job) ? [jobMark(job, edge)] : []), [job, edge]);
  const data = useMemo(
    (): PanelData => ({
      state: asked.isLoading ? LoadingState.Loading : LoadingState.Done,
      series: asked.frames,
      annotations,
      timeRange: range,
    }),
    [asked.frames, asked.isLoading, annotations, range]
  );
  const lanes = useMemo(() => toLanes(others.frames, job.guid), [others.frames, job.guid]);
  return { data, lanes, errors: [asked.error, others.error].filter((error) => error !== undefined) };
}

function othersQuery({ nodeName, gid }: JobOnNode): JobsQuery {
  return {
    refId: 'Others',
    queryType: 'jobAnnotations',
    version: QUERY_VERSION,
    filters: [
      { field: 'nodeName', operator: '=', values: [nodeName] },
      { field: 'gid', operator: '=', values: [String(gid)] },
    ],
    limit: MOST_JOBS,
    isReplaced: true,
  };
}

/** The panel's request as it would be in that range; filters of the dashboard are not meant for it. */
function ofRange(request: DataQueryRequest, range: TimeRange): DataQueryRequest {
  const { interval, intervalMs } = rangeUtil.calculateInterval(range, MOST_POINTS, '1s');
  return {
    ...request,
    range,
    rangeRaw: range.raw,
    interval,
    intervalMs,
    maxDataPoints: MOST_POINTS,
    filters: [],
    scopedVars: {
      ...request.scopedVars,
      __interval: { text: interval, value: interval },
      __interval_ms: { text: String(intervalMs), value: intervalMs },
    },
  };
}
