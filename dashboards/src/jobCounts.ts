import {
  BarAlignment,
  BigValueColorMode,
  BigValueGraphMode,
  BigValueTextMode,
  GraphDrawStyle,
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
  VisibilityMode,
} from '@grafana/grafana-foundation-sdk/common';
import { FieldColorBuilder, FieldColorModeId } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TimeseriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { type Condition } from '@openvcloud/contract/src/filter';
import { type JobState } from '@openvcloud/contract/src/jobState';
import { dataLink } from './links';
import { query } from './query';
import { stateColour } from './stateColour';
import { type FilterVariable } from './variables';

/** Jobs created over time, stacked by state; a click on a series lists its jobs. `requires`: as in a query. */
export function jobsByStateTimeseries(
  filters: Condition[],
  keep: readonly FilterVariable[],
  requires?: string
): TimeseriesBuilder {
  return (
    new TimeseriesBuilder()
      .title('Jobs by state')
      .description('Jobs by the time they were created, coloured by the state they are in now.')
      .drawStyle(GraphDrawStyle.Bars)
      .barAlignment(BarAlignment.After)
      .fillOpacity(80)
      .lineWidth(0)
      .showPoints(VisibilityMode.Never)
      .stacking(new StackingConfigBuilder().mode(StackingMode.Normal).group('A'))
      .axisLabel('')
      .min(0)
      .decimals(0)
      .legend(
        new VizLegendOptionsBuilder()
          .displayMode(LegendDisplayMode.List)
          .placement(LegendPlacement.Bottom)
          .showLegend(true)
          .calcs(['sum'])
      )
      .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi))
      .dataLinks([dataLink('List these jobs', 'jobs', { keep, set: { state: '${__field.labels.state}' } })])
      // Bars one can see and click, whatever the width of the screen.
      .maxDataPoints(60)
      .withTarget(
        query({
          queryType: 'jobCounts',
          timeField: 'timeCreate',
          groupBy: ['state'],
          format: 'timeseries',
          filters,
          requires,
        })
      )
  );
}

/** How many jobs of the range are in one state; a click narrows the list to them. */
export function stateStat(
  state: JobState,
  filters: Condition[],
  keep: readonly FilterVariable[],
  requires?: string
): StatBuilder {
  return countStat(state)
    .colorScheme(stateColour(state))
    .dataLinks([dataLink(`List jobs in ${state}`, 'jobs', { keep, set: { state } })])
    .withTarget(
      query({
        queryType: 'jobCounts',
        timeField: 'timeCreate',
        format: 'number',
        filters: [...filters, { field: 'state', operator: '=', values: [state] }],
        requires,
      })
    );
}

/** Failures of the range that no later OK made good; a click lists them. */
export function stillBrokenStat(filters: Condition[], keep: readonly FilterVariable[]): StatBuilder {
  return countStat('Still broken')
    .description('Failed and not made good since: by a later OK of the script on the node, or of a re-run.')
    .colorScheme(stateColour('ERROR'))
    .dataLinks([dataLink('List what is still broken', 'jobs', { keep, set: { unresolved: 'true' } })])
    .withTarget(
      query({
        queryType: 'jobCounts',
        timeField: 'timeCreate',
        format: 'number',
        filters: [...filters, { field: 'unresolved', operator: '=', values: ['true'] }],
      })
    );
}

/** A number. No jobs is the answer 0; without an answer there must be no number that could be taken for one. */
export function countStat(title: string): StatBuilder {
  return new StatBuilder()
    .title(title)
    .decimals(0)
    .noValue('–')
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.Fixed).fixedColor('text'))
    .graphMode(BigValueGraphMode.None)
    .colorMode(BigValueColorMode.Value)
    .textMode(BigValueTextMode.Value)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['sum']).fields('').values(false));
}
