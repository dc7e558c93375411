import { Cron, CronPattern } from 'croner';

/** Where validity is judged, so that every controller finds the same. */
const REFERENCE = new Date(Date.UTC(2026, 0, 1));

interface Part {
  name: string;
  first: number;
  last: number;
  /** A whole expression with one that is more than a number. */
  example: string;
  /** What it may also be. */
  more?: string;
  words?: readonly string[];
}

const SECOND: Part = { name: 'second', first: 0, last: 59, example: '*/10 * * * * *' };
const FIVE: readonly Part[] = [
  { name: 'minute', first: 0, last: 59, example: '*/5 * * * *' },
  { name: 'hour', first: 0, last: 23, example: '0 8-18/2 * * *' },
  {
    name: 'day',
    first: 1,
    last: 31,
    example: '0 3 1,15 * *',
    more: 'L (the last one), 15W (the weekday nearest to the 15th), ?',
  },
  {
    name: 'month',
    first: 1,
    last: 12,
    example: '0 3 1 1/3 *',
    words: 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' '),
  },
  {
    name: 'weekday',
    first: 0,
    last: 7,
    example: '0 3 * * MON-FRI',
    more: 'MON, 5L (the last Friday of the month), 5#2 (the second), ?',
    words: 'SUN MON TUE WED THU FRI SAT'.split(' '),
  },
];
const YEAR: Part = { name: 'year', first: 1, last: 9999, example: '0 0 3 1 1 * 2030-2035' };
const ALIASES = ['@hourly', '@daily', '@midnight', '@weekly', '@monthly', '@yearly', '@annually'];

const PARTS: Readonly<Record<number, readonly Part[]>> = {
  5: FIVE,
  6: [SECOND, ...FIVE],
  7: [SECOND, ...FIVE, YEAR],
};

/** As Croner reads it: `1/2`, from the first on, is `1-31/2` as a day. Whatever else is in it stays. */
export function toCroner(expression: string): string {
  const parts = split(expression);
  const names = PARTS[parts.length] ?? [];
  return parts.map((part, index) => withEnds(part, names[index])).join(' ');
}

/** What was expected instead, and what came; undefined: it is due at some time. */
export function cronFault(expression: string): string | undefined {
  if (expression.startsWith('@')) {
    return aliasFault(expression);
  }
  const parts = split(expression);
  const names = PARTS[parts.length];
  // Croner also reads a date as a schedule of one run: here that is a mistake.
  if (names === undefined) {
    return `expected seconds or the five parts of a cron expression (minute, hour, day, month, weekday) such as "*/5 * * * *", got ${parts.length} in "${expression}"`;
  }
  const wrong = names.findIndex((name, index) => !isReadable(alone(parts, index, names)));
  const [name, part] = [names[wrong], parts[wrong]];
  if (name !== undefined && part !== undefined) {
    return partFault(name, part, expression);
  }
  return isDue(toCroner(expression))
    ? undefined
    : `expected a cron expression that is due at some time, got "${expression}": no such day comes`;
}

function split(expression: string): string[] {
  return expression.trim().split(/\s+/);
}

/** The expression with `*` in place of all other parts. */
function alone(parts: readonly string[], at: number, names: readonly Part[]): string {
  return parts.map((part, index) => (index === at ? withEnds(part, names[index]) : '*')).join(' ');
}

function withEnds(list: string, part: Part | undefined): string {
  if (part === undefined) {
    return list;
  }
  const { last, words = [] } = part;
  return list
    .split(',')
    .map((item) =>
      item.replace(/^(\d+|[a-z]{3})\/(\d+)$/i, (whole, start: string, step: string) => {
        const word = words.indexOf(start.toUpperCase());
        const first = word < 0 ? start : String(word + (words.length === 12 ? 1 : 0));
        return /^\d+$/.test(first) ? `${first}-${last}/${step}` : whole;
      })
    )
    .join(',');
}

function aliasFault(expression: string): string | undefined {
  if (ALIASES.includes(expression.toLowerCase())) {
    return undefined;
  }
  const hint = expression.toLowerCase() === '@reboot' ? '; startatboot = True runs it when an agent starts' : '';
  return `expected one of ${ALIASES.join(', ')}, got "${expression}"${hint}`;
}

function partFault({ name, first, last, more, example }: Part, part: string, expression: string): string {
  const [from = 0, to = 0] = /^(\d+)-(\d+)/.exec(part)?.slice(1).map(Number) ?? [];
  const turned = from > to ? `; a range goes up: "${from}-${last},${first}-${to}"` : '';
  const forms = `a number from ${first} to ${last}, *, a range (${first + 1}-${first + 3}), steps (*/2, ${first + 1}/2) or a list of these`;
  return `expected as its ${name} ${forms}${more === undefined ? '' : `, ${more}`}, as in "${example}", got "${part}" in "${expression}"${turned}`;
}

function isReadable(expression: string): boolean {
  try {
    new CronPattern(expression, 'UTC');
    return true;
  } catch {
    return false;
  }
}

function isDue(expression: string): boolean {
  return new Cron(expression, { timezone: 'UTC', paused: true }).nextRun(REFERENCE) !== null;
}
