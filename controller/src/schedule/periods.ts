import { cronFault, toCroner } from './cronExpression';
import { CronPeriod } from './cronPeriod';
import type { Period } from './period';
import { SecondsPeriod } from './secondsPeriod';

const MAX_SECONDS = 366 * 24 * 3600;

/** What was expected instead of it, and what came; undefined: it is one, "60" or "0 3 * * *". */
export function periodFault(text: string): string | undefined {
  const seconds = readSeconds(text);
  if (seconds === undefined) {
    return cronFault(text);
  }
  return seconds >= 1 && seconds <= MAX_SECONDS
    ? undefined
    : `expected seconds from 1 to ${MAX_SECONDS} (366 days) or a cron expression such as "*/5 * * * *", got ${text}`;
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
    if (periodFault(text) !== undefined) {
      return undefined;
    }
    const seconds = readSeconds(text);
    return seconds === undefined ? new CronPeriod(toCroner(text), this.timezone) : new SecondsPeriod(seconds);
  }
}

function readSeconds(text: string): number | undefined {
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}
