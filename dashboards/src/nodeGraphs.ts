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
import { type StatName } from '@openvcloud/contract/src/nodeStat';
import { query } from './query';

interface Graph {
  title: string;
  description?: string;
  stats: readonly StatName[];
  isStacked?: boolean;
  max?: number;
}

const GRAPHS: readonly Graph[] = [
  {
    title: 'CPU',
    description: 'What the CPUs did, and how much of their time other virtual machines took.',
    stats: ['cpu_user_percent', 'cpu_system_percent', 'cpu_iowait_percent', 'cpu_steal_percent'],
    isStacked: true,
    max: 100,
  },
  {
    title: 'Load',
    description: 'Programs that run or wait for a CPU or a disk, beside the number of CPUs.',
    stats: ['load1', 'load15', 'cpus'],
  },
  { title: 'Memory', stats: ['memory_used_bytes', 'memory_total_bytes', 'swap_used_bytes'] },
  { title: 'Disks in use', stats: ['disk_used_percent', 'disk_inodes_used_percent'], max: 100 },
  { title: 'Disks read and written', stats: ['disk_read_bytes_per_second', 'disk_write_bytes_per_second'] },
  { title: 'Network', stats: ['network_rx_bytes_per_second', 'network_tx_bytes_per_second'] },
];

/** What the node measured, a graph per subject. Where nothing was measured the line is broken. */
export function nodeGraphs(filters: Condition[], requires: string): TimeseriesBuilder[] {
  return GRAPHS.map(({ title, description, stats, isStacked, max }) => {
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
