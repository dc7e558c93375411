export interface JobMetricsOptions {
  /** The uid or the name of a data source that answers PromQL, or a variable with one; anything else: what agents measured. */
  metrics: string;
}
