/** A part of a list's time: [from, to), epoch milliseconds. Without a bound it is open. */
export interface TimeWindow {
  from?: number;
  to?: number;
}

/** Pure. What the windows have in common; where that is nothing, a window in which nothing else can be. */
export function commonWindow(windows: readonly TimeWindow[]): TimeWindow {
  const from = Math.max(...windows.map((window) => window.from ?? -Infinity));
  const to = Math.min(...windows.map((window) => window.to ?? Infinity));
  return timeWindow(from === -Infinity ? undefined : from, to === Infinity ? undefined : Math.max(to, from + 1));
}

export function timeWindow(from: number | undefined, to: number | undefined): TimeWindow {
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}
