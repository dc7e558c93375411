import { getDataSourceSrv } from '@grafana/runtime';
import { AGENTS } from './metricsChoice';

/** Data sources that answer PromQL. */
export const PROMETHEUS_TYPES: string[] = [
  'prometheus',
  'grafana-amazonprometheus-datasource',
  'grafana-azureprometheus-datasource',
];

/** Where metrics of nodes may come from, as the choices of a variable: names to read, uids to keep. */
export function metricsSources(): Array<{ text: string; value: string }> {
  const others = getDataSourceSrv()
    .getList({ type: PROMETHEUS_TYPES })
    .filter(({ type }) => PROMETHEUS_TYPES.includes(type));
  return [{ text: 'Agents', value: AGENTS }, ...others.map(({ name, uid }) => ({ text: name, value: uid }))];
}
