/**
 * A place in the journal of changes: everything up to this event has been sent. A change holds several items, an item of
 * log lines several lines. As text it is the id of an event, hence what Last-Event-ID says.
 */
export interface Position {
  change: number;
  /** Infinity: the whole change. */
  item: number;
  /** Of a log line, else 0. */
  seq: number;
}

export function afterChange(change: number): Position {
  return { change, item: Infinity, seq: 0 };
}

/** `{change: 7, item: 0, seq: 3}` → `7-0-3`, a job's event → `7-0`, the whole change → `7`. */
export function formatPosition({ change, item, seq }: Position): string {
  const parts = item === Infinity ? [change] : seq === 0 ? [change, item] : [change, item, seq];
  return parts.join('-');
}

export function parsePosition(text: string): Position | undefined {
  const [, change, item, seq] = /^(\d{1,15})(?:-(\d{1,9})(?:-(\d{1,15}))?)?$/.exec(text) ?? [];
  return change === undefined
    ? undefined
    : { change: Number(change), item: item === undefined ? Infinity : Number(item), seq: Number(seq ?? 0) };
}

export function isAfter(one: Position, other: Position): boolean {
  return (
    one.change > other.change ||
    (one.change === other.change && (one.item > other.item || (one.item === other.item && one.seq > other.seq)))
  );
}

/** The change after which to read again: one that was sent in part is read once more. */
export function readAfter({ change, item }: Position): number {
  return item === Infinity ? change : change - 1;
}
