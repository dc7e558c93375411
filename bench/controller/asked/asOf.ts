/**
 * SQL by hand in which a job that still waits or runs does so until `now` (epoch milliseconds), as the API has it where it is
 * asked for that: in the tables such jobs have no durations yet.
 */
export function asOf(sql: string, now: number): string {
  return sql
    .replace(
      /\bwait_ms\b/g,
      `(case when is_live and time_start is null then greatest(${now} - time_create, 0) else wait_ms end)`
    )
    .replace(
      /\brun_ms\b/g,
      `(case when is_live and time_start is not null then greatest(${now} - time_start, 0) else run_ms end)`
    );
}

/** Whether a request of the API is about how long jobs wait or run. */
export function isOfDurations(path: string): boolean {
  return /waitMs|runMs|\/stats\/durations/.test(path);
}
