import { dateTime, LoadingState, type DataFrame, type PanelProps } from '@grafana/data';
import { type DataQuery } from '@grafana/schema';
import { panelProps } from './panelProps';

export interface PanelRun<Options> {
  options: Options;
  target: DataQuery;
  series: DataFrame[];
  state?: LoadingState;
  error?: string;
  /** Counts the runs of the dashboard's query: another number is a refresh. */
  run?: number;
  width?: number;
  range?: { from: string; to: string };
}

/** What Grafana hands to a panel whose query was answered. */
export function panelRun<Options>({ options, target, series, error, ...rest }: PanelRun<Options>): PanelProps<Options> {
  const { run = 1, width = 1200, range: raw = { from: 'now-6h', to: 'now' }, state = LoadingState.Done } = rest;
  const to = 1_795_370_000_000 + run * 1000;
  const range = { from: dateTime(to - 21_600_000), to: dateTime(to), raw };
  const request = {
    requestId: `Q${run}`,
    startTime: run,
    range,
    targets: [target],
    scopedVars: {},
    interval: '1s',
    intervalMs: 1000,
    timezone: 'utc',
    app: 'dashboard',
  };
  const errors = error === undefined ? undefined : [{ message: error }];
  const data = { state, series, request, timeRange: range, errors };
  return { ...panelProps(options, data), id: 7, timeRange: range, width, renderCounter: run };
}
