import { isTimeSeriesFrame, type DataFrame, type PanelProps } from '@grafana/data';
import { LegendDisplayMode, TooltipDisplayMode, type VizLegendOptions, type VizTooltipOptions } from '@grafana/schema';
import { TimeSeries, TooltipPlugin } from '@grafana/ui';
import { AnnotationMarks } from './AnnotationMarks';
import { NoData } from './NoData';

export interface TimeseriesOptions {
  legend?: VizLegendOptions;
  tooltip?: VizTooltipOptions;
}

const LEGEND: VizLegendOptions = {
  displayMode: LegendDisplayMode.List,
  placement: 'bottom',
  showLegend: true,
  calcs: [],
};

/** @grafana/ui keeps the graph that Grafana's own panel grew out of: lines, bars, stacking and legend come from it. */
export function TimeseriesPanel({
  data,
  options,
  fieldConfig,
  width,
  height,
  timeRange,
  timeZone,
}: PanelProps<TimeseriesOptions>) {
  const frames = data.series.filter(isTimeSeriesFrame);
  if (frames.length === 0) {
    return <NoData fieldConfig={fieldConfig} width={width} height={height} />;
  }
  return (
    <TimeSeries
      frames={frames}
      structureRev={data.structureRev}
      timeRange={timeRange}
      timeZone={timeZone}
      width={width}
      height={height}
      legend={options.legend ?? LEGEND}
    >
      {(config, alignedFrame: DataFrame) => (
        <>
          <AnnotationMarks config={config} annotations={data.annotations} />
          <TooltipPlugin
            data={alignedFrame}
            config={config}
            mode={options.tooltip?.mode ?? TooltipDisplayMode.Multi}
            timeZone={timeZone}
          />
        </>
      )}
    </TimeSeries>
  );
}
