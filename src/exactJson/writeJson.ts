import { ExactNumber } from './exactNumber';

/** As JSON.stringify with an indent of so many blanks (0: on one line), with every number as it was written. */
export function writeJson(value: unknown, indent: number): string {
  return write(value, indent === 0 ? '' : '\n', ' '.repeat(indent));
}

/** `lineEnd` is what separates entries: a line end and the indent of what is outside, or nothing. */
function write(value: unknown, lineEnd: string, indent: string): string {
  if (value instanceof ExactNumber) {
    return value.text;
  }
  if (typeof value !== 'object' || value === null) {
    return JSON.stringify(value) ?? 'null';
  }
  const inside = lineEnd === '' ? '' : lineEnd + indent;
  const colon = lineEnd === '' ? ':' : ': ';
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const entries = Array.isArray(value)
    ? value.map((item: unknown) => write(item, inside, indent))
    : Object.entries(value).map(([name, item]) => JSON.stringify(name) + colon + write(item, inside, indent));
  return entries.length === 0 ? open + close : open + inside + entries.join(`,${inside}`) + lineEnd + close;
}
