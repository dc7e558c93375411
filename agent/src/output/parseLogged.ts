import { LIMITS, limitTags, limitText, printable } from '@openvcloud/contract';
import { type LogLine } from './logLine';
import { parseJsonObject } from '../wire/parseJsonObject';
import { storable } from './storable';

/**
 * What stands behind the mark of a log line; undefined when it is something else. Any process of a job can write one, so
 * each value is brought into its range: out of it, the line would take its whole report with it.
 */
export function parseLogged(
  json: string,
  messageBytes: number,
  timeAt: (monotonic: number) => number
): LogLine | undefined {
  const { t, l, c, m, size, tags } = parseJsonObject(json);
  if (typeof t !== 'number' || typeof l !== 'number' || typeof c !== 'string' || typeof m !== 'string') {
    return undefined;
  }
  const { text, truncatedFrom } = limitText(m, messageBytes);
  const trueSize = isSize(size) ? size : truncatedFrom;
  return {
    time: timeAt(t),
    level: Math.min(9, Math.max(1, Math.round(l))),
    // Names, unlike messages: what is hidden in them would make two of them look like one.
    category: [...printable(c)].slice(0, LIMITS.categoryChars).join(''),
    message: storable(text),
    ...(trueSize === undefined ? {} : { truncatedFrom: trueSize }),
    ...(Array.isArray(tags) ? { tags: limitTags(tags.filter(isText).map(printable)) } : {}),
  };
}

function isSize(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
