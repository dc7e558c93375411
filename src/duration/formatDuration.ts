const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** 0 → "0 ms", 1250 → "1.25 s", 125_000 → "2 min 5 s", 3_780_000 → "1 h 3 min": two units at most. */
export function formatDuration(ms: number): string {
  if (ms < 0) {
    // Clocks of two machines differ: say so by the sign, never hide it as 0.
    return `-${formatDuration(-ms)}`;
  }
  if (ms < SECOND) {
    return `${Math.round(ms)} ms`;
  }
  if (ms < MINUTE) {
    const digits = ms < 10 * SECOND ? 2 : 1;
    // Rounded down, so that 59.96 s never reads as "60 s".
    const seconds = Math.floor((ms / SECOND) * 10 ** digits) / 10 ** digits;
    return `${seconds} s`;
  }
  if (ms < HOUR) {
    return twoUnits(ms, MINUTE, 'min', SECOND, 's');
  }
  return ms < DAY ? twoUnits(ms, HOUR, 'h', MINUTE, 'min') : twoUnits(ms, DAY, 'd', HOUR, 'h');
}

function twoUnits(ms: number, large: number, largeName: string, small: number, smallName: string): string {
  const rest = Math.floor((ms % large) / small);
  const head = `${Math.floor(ms / large)} ${largeName}`;
  return rest === 0 ? head : `${head} ${rest} ${smallName}`;
}

/** Distance of a time from now: "12 s ago", "in 3 min", "now" below a second. */
export function formatRelative(time: number, now: number): string {
  const distance = Math.abs(now - time);
  if (distance < SECOND) {
    return 'now';
  }
  // One unit is enough at a distance.
  const text = formatDuration(distance < MINUTE ? Math.floor(distance / SECOND) * SECOND : distance)
    .split(' ')
    .slice(0, 2)
    .join(' ');
  return time < now ? `${text} ago` : `in ${text}`;
}
