import { type DataQueryRequest, type TimeRange } from '@grafana/data';
import { type JobsQuery } from '../query/query';

/**
 * Pure. The same for two requests that one answer serves: the same queries, their variables replaced, of the same panel
 * over the same time. "The last hour" is the same time a refresh later.
 */
export function questionKey(request: DataQueryRequest<JobsQuery>, applied: readonly JobsQuery[]): string {
  const { app, dashboardUID, panelId, panelPluginId, intervalMs, maxDataPoints } = request;
  return JSON.stringify([
    [app, dashboardUID, panelId, panelPluginId],
    timeKey(request.range),
    [intervalMs, maxDataPoints],
    applied,
  ]);
}

function timeKey({ raw, from, to }: TimeRange): string[] {
  return [
    typeof raw.from === 'string' ? raw.from : from.toISOString(),
    typeof raw.to === 'string' ? raw.to : to.toISOString(),
  ];
}
