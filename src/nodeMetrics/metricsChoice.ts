/** What a variable's query asks for: where metrics of nodes may come from. */
export const METRICS_SOURCES = 'metricsSources';

/** What agents measured, from our own data source: the choice beside data sources of Prometheus. */
export const AGENTS = 'agents';
