import { rangeUtil, type TimeRange } from '@grafana/data';
import { isTerminal, type JobState } from '@openvcloud/contract/src/jobState';
import { describeQuery } from '../datasource/query/describeQuery';
import { type JobsQuery } from '../datasource/query/query';
import { type ShownList } from './shownList';

/** Grafana's own uid of what evaluates expressions. */
const EXPRESSION = '__expr__';
const SHORTEST_SECONDS = 60;
const FIVE_MINUTES = { from: 300, to: 0 };

/** Where the panel is, for the links in the rule's messages. */
export interface PanelPlace {
  dashboardUID?: string;
  panelId?: number;
}

/** Pure. The path of Grafana's rule editor, filled in: fires when the list has a row, over the time that is shown. */
export function alertRuleLink(list: ShownList, range: TimeRange, place: PanelPlace, now: number): string {
  const { query, dataSource } = list;
  const counted = countQuery(query);
  const relativeTimeRange = relativeRange(range, now);
  const rule = {
    type: 'grafana-alerting',
    name: describeQuery(query),
    queries: [
      {
        refId: 'A',
        queryType: counted.queryType,
        datasourceUid: dataSource.uid,
        relativeTimeRange,
        model: { ...counted, datasource: dataSource },
      },
      { refId: 'B', queryType: '', datasourceUid: EXPRESSION, model: THRESHOLD },
    ],
    condition: 'B',
    annotations: annotations(place),
  };
  return `/alerting/new?${new URLSearchParams({ defaults: JSON.stringify(rule) }).toString()}`;
}

/** How many rows the list has: a number, which never goes by pages. */
function countQuery({ refId, version, filters, search, guid, timeField, isReplaced, queryType }: JobsQuery): JobsQuery {
  // What it has nothing of is said: the editor would put its defaults there.
  const kept = { refId, version, filters, search: search ?? '', isReplaced, format: 'number' } as const;
  return queryType === 'logs'
    ? { ...kept, groupBy: [], queryType: 'logCounts', guid }
    : { ...kept, groupBy: [], queryType: 'jobCounts', timeField: timeField ?? timeOf(filters) };
}

/** Ended jobs count when that becomes known, so that none is missed that took long; others when they are asked for, as in the list. */
function timeOf(filters: JobsQuery['filters'] = []): JobsQuery['timeField'] {
  const states = filters.find(({ field, operator }) => field === 'state' && (operator === '=' || operator === 'in'));
  return states?.values.every((state) => isTerminal(state as JobState)) ? 'timeKnown' : 'timeCreate';
}

/** As long as what is shown, when that ends now; a rule looks back from when it is evaluated. */
function relativeRange({ raw, from, to }: TimeRange, now: number): { from: number; to: number } {
  if (raw.to !== 'now' || typeof raw.from !== 'string' || !rangeUtil.isRelativeTime(raw.from)) {
    return FIVE_MINUTES;
  }
  const seconds = Math.round((Math.min(now, to.valueOf()) - from.valueOf()) / 1000);
  return { from: Math.max(SHORTEST_SECONDS, seconds), to: 0 };
}

const THRESHOLD = {
  refId: 'B',
  type: 'threshold',
  datasource: { uid: EXPRESSION, type: EXPRESSION },
  expression: 'A',
  conditions: [
    {
      type: 'query',
      evaluator: { type: 'gt', params: [0] },
      operator: { type: 'and' },
      query: { params: [] },
      reducer: { type: 'last', params: [] },
    },
  ],
} as const;

/** Grafana's own names: its messages then link to the panel, and the panel marks the alert. */
function annotations({ dashboardUID, panelId }: PanelPlace): Array<{ key: string; value: string }> {
  return dashboardUID === undefined || panelId === undefined
    ? []
    : [
        { key: '__dashboardUid__', value: dashboardUID },
        { key: '__panelId__', value: String(panelId) },
      ];
}
