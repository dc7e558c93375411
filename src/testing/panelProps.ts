import { dateTime, EventBusSrv, LoadingState, type DataFrame, type PanelData, type PanelProps } from '@grafana/data';

const range = { from: dateTime(0), to: dateTime(1_760_000_000_000), raw: { from: 'now-1h', to: 'now' } };

export function panelData(series: DataFrame[], changes: Partial<PanelData> = {}): PanelData {
  return { state: LoadingState.Done, series, timeRange: range, ...changes };
}

/** What Grafana gives a panel; the text of a variable is its name. */
export function panelProps<T>(options: T, data: PanelData): PanelProps<T> {
  return {
    id: 1,
    data,
    options,
    timeRange: range,
    timeZone: 'utc',
    title: '',
    transparent: false,
    width: 800,
    height: 600,
    renderCounter: 0,
    fieldConfig: { defaults: {}, overrides: [] },
    eventBus: new EventBusSrv(),
    replaceVariables: (text) => text,
    onChangeTimeRange: () => undefined,
    onFieldConfigChange: () => undefined,
    onOptionsChange: () => undefined,
  };
}
