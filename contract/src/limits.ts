/** Limits of the API. Every one of them is enforced, and the error names it. */
export const LIMITS = {
  /** Rows of one list page. */
  pageRows: 1000,
  defaultPageRows: 100,
  /** Rows of one query of the data source, which asks for as many pages as it takes. */
  queryRows: 10_000,
  /** Jobs marked on a graph unless the query says otherwise: more marks than that are a wall. */
  defaultAnnotations: 100,
  /** `filter` parameters of one request, values of one `in`, and characters of one condition. */
  conditions: 50,
  conditionChars: 20_000,
  searchChars: 500,
  /** Buckets of one count query. */
  buckets: 11_000,
  /** Series of one count query; past it the answer would not fit a graph, so it is refused, not cut. */
  series: 10_000,
  /** Series times buckets of one count query. */
  countPlaces: 1_000_000,
  /** The same of one question for durations: each place has ten figures. */
  durationPlaces: 100_000,
  /** The same of one question for node stats: each place has four figures. */
  nodeStatPlaces: 300_000,
  values: 1000,
  argsBytes: 1024 * 1024,
  resultBytes: 4 * 1024 * 1024,
  /** Arrays and objects of args and of a result in each other: programs that read JSON have limits of their own, from 1000 up. */
  jsonLevels: 500,
  messageBytes: 64 * 1024,
  errorMessageBytes: 64 * 1024,
  backtraceBytes: 256 * 1024,
  /** Of a log line; more, and longer ones, are cut. */
  tagsPerLine: 50,
  tagChars: 200,
  categoryChars: 200,
  linesPerJob: 5_000_000,
  /** Jobs and log lines in one request of a bridge. */
  bridgedJobs: 1000,
  bridgedLines: 10_000,
  /** seq of log lines of attempt n begins after (n - 1) times this; more than an attempt may have lines. */
  seqsPerAttempt: 10_000_000,
  /** One agent report request, after decompression. */
  batchBytes: 16 * 1024 * 1024,
  /** Exports at a time per controller, of them of one token, how long one may take, one read of it, and its reader between two reads. */
  exports: 4,
  exportsPerToken: 3,
  exportMs: 3_600_000,
  exportReadMs: 60_000,
  exportStallMs: 60_000,
  idempotencyKeyChars: 200,
  /** Of whom an act is on behalf of, and why it is done. */
  onBehalfOfChars: 200,
  reasonChars: 500,
  /** Jobs of one act on many, and those that it may name one by one. */
  bulkJobs: 10_000,
  bulkGuids: 1000,
  requestBytes: 2 * 1024 * 1024,
  /** Open streams of live changes of one token at one controller. */
  streamsPerToken: 50,
  /** What a stream holds for a slow reader; events past it are left out, and a gap event says so. */
  streamBufferRows: 20_000,
  streamBufferBytes: 8 * 1024 * 1024,
} as const;
