import {
  BarAlignment,
  BigValueColorMode,
  BigValueGraphMode,
  BigValueJustifyMode,
  BigValueTextMode,
  GraphDrawStyle,
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VizLegendOptionsBuilder,
  VizTextDisplayOptionsBuilder,
  VizTooltipOptionsBuilder,
  VisibilityMode,
} from '@grafana/grafana-foundation-sdk/common';
import { FieldColorBuilder, FieldColorModeId } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TimeseriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { type Condition } from '@openvcloud/contract/src/filter';
import { JOB_STATES, STATE_LOOKS } from '@openvcloud/contract/src/jobState';
import { dataLink } from './links';
import { query } from './query';
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

interface StateCounts {
  filters: Condition[];
  keep: readonly FilterVariable[];
  /** As in a query. */
  requires?: string;
  /** With the number of all jobs in front. */
  hasTotal?: boolean;
}

/** Failures of the range that no later OK made good; a click lists them. */
export function stillBrokenStat(filters: Condition[], keep: readonly FilterVariable[]): StatBuilder {
  return countStat('Still broken')
    .description('Failed and not made good since: by a later OK of the script on the node, or of a re-run.')
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.Fixed).fixedColor(STATE_LOOKS.ERROR.color))
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

/**
 * How many jobs of the range are in each state, in the order of their lives; a click lists them. One panel, and one
 * request: states that no job is in count zero, since the query lists them. Their colours come with their labels.
 */
export function stateCounts({ filters, keep, requires, hasTotal = false }: StateCounts): StatBuilder {
  const counted = { queryType: 'jobCounts', timeField: 'timeCreate', format: 'number', requires } as const;
  const states: Condition = { field: 'state', operator: 'in', values: [...JOB_STATES] };
  const panel = countsRow('Number of jobs')
    .description('Jobs by the time they were created, and the state they are in now.')
    .dataLinks([dataLink(LIST_STATE, 'jobs', { keep, set: { state: LABEL_STATE } })]);
  if (hasTotal) {
    panel.withTarget(query({ ...counted, refId: TOTAL, filters })).overrideByQuery(TOTAL, [
      { id: 'displayName', value: 'All jobs' },
      { id: 'links', value: [dataLink('List all jobs', 'jobs', { keep, set: { state: '$__all' } }).build()] },
    ]);
  }
  return panel.withTarget(query({ ...counted, groupBy: ['state'], filters: [...filters, states] }));
}

const TOTAL = 'Total';
const LABEL_STATE = '${__field.labels.state}';
const LIST_STATE = `List jobs in ${LABEL_STATE}`;

/** Several numbers with their names, all of one size: as large as room allows differs with the length of each. */
export function countsRow(title: string): StatBuilder {
  return countStat(title)
    .textMode(BigValueTextMode.ValueAndName)
    .justifyMode(BigValueJustifyMode.Center)
    .text(new VizTextDisplayOptionsBuilder().titleSize(11).valueSize(24));
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
