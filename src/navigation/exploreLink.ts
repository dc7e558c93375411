import { type DataQuery, type DataSourceRef } from '@grafana/schema';

/** Path of Explore with these queries of one data source in a fixed range; times are epoch milliseconds. Grafana's sub-path is the caller's to add. */
export function exploreLink(
  datasource: DataSourceRef,
  queries: readonly DataQuery[],
  { from, to }: { from: number; to: number }
): string {
  const pane = {
    datasource: datasource.uid,
    queries: queries.map((query) => ({ ...query, datasource })),
    range: { from: String(from), to: String(to) },
  };
  const query = new URLSearchParams({ schemaVersion: '1', panes: JSON.stringify({ node: pane }) });
  return `/explore?${query.toString()}`;
}
