import { type DataQueryRequest, type TimeRange } from '@grafana/data';
import { Alert, Button, Stack, Text } from '@grafana/ui';
import React, { useMemo, useState } from 'react';
import { Link } from '../../navigation/Link';
import { nodeWindowLink } from '../../navigation/links';
import { NODE_GRAPHS } from '../../nodeMetrics/nodeGraphs';
import { JobText } from '../../text/JobText';
import { JobLanes } from './JobLanes';
import { fixedRange, windowOf, type JobOnNode } from './jobOnNode';
import { MetricGraph } from './MetricGraph';
import { metricsQueries } from './metricsQueries';
import { useNodeMetrics } from './useNodeMetrics';

const GAP = 12;
const GRAPH_HEIGHT = 230;
/** Narrower, and a graph's legend has no room. */
const LEAST_WIDTH = 340;

interface Props {
  job: JobOnNode;
  request: DataQueryRequest;
  /** The data source of the metrics: as metricsQueries takes it. */
  chosen: string;
  width: number;
  timeZone: string;
  search: string;
}

/** The graphs of one job's node in the window of the job, or in the part of it that one zoomed to. */
export function NodeMeanwhile({ job, request, chosen, width, timeZone, search }: Props) {
  const [zoom, setZoom] = useState<TimeRange>();
  const ours = request.targets[0]?.datasource;
  const metrics = useMemo(() => metricsQueries(job, ours, chosen), [job, ours, chosen]);
  const range = useRange(job, request, zoom);
  const { data, lanes, errors } = useNodeMetrics({ job, request, metrics, ours, range });
  const columns = Math.max(1, Math.min(3, Math.floor(width / LEAST_WIDTH)));
  const graphWidth = Math.floor((width - GAP * columns) / columns);

  return (
    <>
      <Stack alignItems="center" gap={1} wrap="wrap">
        <Link href={nodeWindowLink(job.nodeName, job, search)}>
          <JobText>{job.nodeName}</JobText>
        </Link>
        <Text color="secondary">while this job ran</Text>
        {zoom !== undefined && (
          <Button size="sm" variant="secondary" icon="search-minus" onClick={() => setZoom(undefined)}>
            All of the job
          </Button>
        )}
      </Stack>
      {errors.map((error) => (
        <Alert key={error} severity="warning" title="Not all of it could be read">
          {error}
        </Alert>
      ))}
      <div style={{ display: 'grid', gap: GAP, gridTemplateColumns: `repeat(${columns}, ${graphWidth}px)` }}>
        {NODE_GRAPHS.map((graph) => (
          <MetricGraph
            key={graph.title}
            graph={graph}
            metrics={metrics}
            data={data}
            width={graphWidth}
            height={GRAPH_HEIGHT}
            timeZone={timeZone}
            onZoom={({ from, to }) => setZoom(fixedRange(from, to))}
          />
        ))}
      </div>
      <JobLanes {...lanes} job={job} range={range} search={search} />
    </>
  );
}

/** The same object until it is another range: graphs are drawn anew for each. A job in the past keeps its window, however often the dashboard refreshes. */
function useRange(job: JobOnNode, request: DataQueryRequest, zoom: TimeRange | undefined): TimeRange {
  const { from, to } = windowOf(job, request.startTime);
  const [start, end] = [from.valueOf(), to.valueOf()];
  const whole = useMemo(() => fixedRange(start, end), [start, end]);
  return zoom ?? whole;
}
