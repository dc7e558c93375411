const DAY_MS = 86_400_000;
/** How much of the last day has jobs: 12 h 34 min 56 s. */
const LAST_DAY_MS = ((12 * 60 + 34) * 60 + 56) * 1000;

/** When the seeded jobs were created. */
export interface SeedSpan {
  start: number;
  end: number;
  /** When the last day begins. */
  lastDay: number;
}

/** Pure. So many days up to a part of that day; days are counted since the epoch. */
export function seedSpan({ day, days }: { day: number; days: number }): SeedSpan {
  const lastDay = day * DAY_MS;
  const end = lastDay + LAST_DAY_MS;
  return { start: end - days * DAY_MS, end, lastDay };
}

export function dayOf(time: number): number {
  return Math.floor(time / DAY_MS);
}

/** 20,000 → `2024-10-04` */
export function dayText(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
