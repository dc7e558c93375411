import { FieldColorModeId, locationUtil, type AbsoluteTimeRange, type DataFrame, type PanelData } from '@grafana/data';
import { config, PanelRenderer } from '@grafana/runtime';
import { IconButton, LinkButton, Stack, Text } from '@grafana/ui';
import React, { useMemo } from 'react';
import { exploreLink } from '../../navigation/exploreLink';
import { type MetricsQueries, type NodeGraph } from './metricsQueries';

const TITLE_HEIGHT = 28;
const OPTIONS = {
  legend: { displayMode: 'list', placement: 'bottom', showLegend: true, calcs: ['max'] },
  tooltip: { mode: 'multi', sort: 'desc' },
};

interface Props {
  graph: NodeGraph;
  metrics: MetricsQueries;
  /** Of all graphs; its own are found in it. */
  data: PanelData;
  width: number;
  height: number;
  timeZone: string;
  onZoom: (range: AbsoluteTimeRange) => void;
}

/** One of the graphs, drawn by Grafana's own panel, with a way to Explore. */
export function MetricGraph({ graph, metrics, data, width, height, timeZone, onZoom }: Props) {
  const series = useMemo(() => metrics.framesOf(graph, data.series), [metrics, graph, data.series]);
  const shown = useMemo(() => ({ ...data, series }), [data, series]);
  const fieldConfig = useMemo(() => fieldConfigOf(graph, series), [graph, series]);
  const { from, to } = data.timeRange;
  const range = { from: from.valueOf(), to: to.valueOf() };

  return (
    <section aria-label={graph.title} style={{ width, height }}>
      <Stack alignItems="center" gap={0.5} height={`${TITLE_HEIGHT}px`}>
        <Text variant="bodySmall" weight="medium" element="h6">
          {graph.title}
        </Text>
        {graph.description !== undefined && <IconButton name="info-circle" size="sm" tooltip={graph.description} />}
        {config.exploreEnabled && (
          <LinkButton
            size="sm"
            fill="text"
            variant="secondary"
            icon="compass"
            aria-label={`${graph.title} in Explore`}
            tooltip="Explore, in the same time"
            href={locationUtil.assureBaseUrl(exploreLink(metrics.datasource, metrics.ofGraph(graph), range))}
          />
        )}
      </Stack>
      <PanelRenderer
        pluginId="timeseries"
        title={graph.title}
        data={shown}
        options={OPTIONS}
        fieldConfig={fieldConfig}
        timeZone={timeZone}
        width={width}
        height={height - TITLE_HEIGHT}
        onChangeTimeRange={onZoom}
      />
    </section>
  );
}

function fieldConfigOf({ unit, max, isStacked }: NodeGraph, series: readonly DataFrame[]) {
  const hasUnits = series.some(({ fields }) => fields.some((field) => field.config.unit !== undefined));
  const custom = {
    lineWidth: 1,
    fillOpacity: isStacked ? 40 : 10,
    showPoints: 'auto',
    spanNulls: false,
    stacking: { mode: isStacked ? 'normal' : 'none', group: 'A' },
  };
  const color = { mode: FieldColorModeId.PaletteClassic };
  return { defaults: { min: 0, max, color, custom, ...(hasUnits ? {} : { unit }) }, overrides: [] };
}
