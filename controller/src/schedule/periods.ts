import { Cron } from 'croner';
import { CronPeriod } from './cronPeriod';
import type { Period } from './period';
import { SecondsPeriod } from './secondsPeriod';

const MAX_SECONDS = 366 * 24 * 3600;
/** Where validity is judged, so that every controller finds the same. */
const REFERENCE = new Date(Date.UTC(2026, 0, 1));

/** Whether it is one: "60" or "0 3 * * *". */
export function isPeriod(text: string): boolean {
  const seconds = readSeconds(text);
  return seconds === undefined ? isCron(text) : seconds >= 1 && seconds <= MAX_SECONDS;
}

/** Reads each period once: a thousand nodes have the same one, and a cron expression takes long to read. */
export class Periods {
  private readonly known = new Map<string, Period | undefined>();
  private readonly timezone: string;

  constructor(timezone: string) {
    this.timezone = timezone;
  }

  of(text: string): Period | undefined {
    if (!this.known.has(text)) {
      this.known.set(text, this.read(text));
    }
    return this.known.get(text);
  }

  /** Forgets all others, so that edits of a file do not add up. */
  keep(texts: ReadonlySet<string>): void {
    [...this.known.keys()].filter((text) => !texts.has(text)).forEach((text) => this.known.delete(text));
  }

  private read(text: string): Period | undefined {
    if (!isPeriod(text)) {
      return undefined;
    }
    const seconds = readSeconds(text);
    return seconds === undefined ? new CronPeriod(text, this.timezone) : new SecondsPeriod(seconds);
  }
}

function readSeconds(text: string): number | undefined {
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

function isCron(text: string): boolean {
  // Croner also reads a date as a schedule of one run: here that is a mistake.
  if (!text.startsWith('@') && text.trim().split(/\s+/).length < 5) {
    return false;
  }
  try {
    return new Cron(text, { timezone: 'UTC', paused: true }).nextRun(REFERENCE) !== null;
  } catch {
    return false;
  }
}
