import {
  LegendDisplayMode,
  LegendPlacement,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { FieldColorBuilder, FieldColorModeId } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as TimeseriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { type Condition } from '@openvcloud/contract/src/filter';
import { NODE_GRAPHS } from '../../src/nodeMetrics/nodeGraphs';
import { query } from './query';

/** What the node measured, a graph per subject. Where nothing was measured the line is broken. */
export function nodeGraphs(filters: Condition[], requires: string): TimeseriesBuilder[] {
  return NODE_GRAPHS.map(({ title, description, stats, isStacked, max }) => {
    const graph = new TimeseriesBuilder()
      .title(title)
      .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.PaletteClassic))
      .min(0)
      .lineWidth(1)
      .fillOpacity(isStacked ? 40 : 10)
      .showPoints(VisibilityMode.Auto)
      .spanNulls(false)
      .legend(
        new VizLegendOptionsBuilder()
          .displayMode(LegendDisplayMode.List)
          .placement(LegendPlacement.Bottom)
          .showLegend(true)
          .calcs(['lastNotNull'])
      )
      .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi))
      .withTarget(query({ queryType: 'nodeStats', stats: [...stats], filters, requires }));
    if (description !== undefined) {
      graph.description(description);
    }
    if (isStacked) {
      graph.stacking(new StackingConfigBuilder().mode(StackingMode.Normal).group('A'));
    }
    return max === undefined ? graph : graph.max(max);
  });
}
