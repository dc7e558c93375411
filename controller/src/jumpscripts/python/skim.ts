import type { SourceFault } from './findFaults';

/** As many as Python takes; the grammar takes any number, and seconds for them. */
const MAX_BRACKETS = 200;
/** Strings; comments, those alone on their lines by themselves; brackets. */
const TOKENS =
  /"""(?:\\[^]|(?!""")[^\\])*(?:"""|$)|'''(?:\\[^]|(?!''')[^\\])*(?:'''|$)|"(?:\\[^]|[^"\\\n])*"?|'(?:\\[^]|[^'\\\n])*'?|#(?<=^[ \t\f]*#)(.*)|#.*|[([{]+|[)\]}]+/gm;

/**
 * The text that the grammar is given: lines and offsets are those of the source. Comments alone on their lines are blank in it,
 * because the grammar looks behind each of them for the next statement: a thousand of them were read a thousand times.
 */
export function skim(source: string): { text: string; fault?: SourceFault } {
  let depth = 0;
  let deep: number | undefined;
  const text = source.replace(TOKENS, (token: string, comment: string | undefined, at: number) => {
    if (comment !== undefined) {
      return ' '.repeat(token.length);
    }
    if ('([{'.includes(token.charAt(0))) {
      depth += token.length;
      deep ??= depth > MAX_BRACKETS ? at : undefined;
    } else if (')]}'.includes(token.charAt(0))) {
      depth = Math.max(0, depth - token.length);
    }
    return token;
  });
  if (deep === undefined) {
    return { text };
  }
  const message = `more than ${MAX_BRACKETS} brackets in each other, which Python refuses`;
  return { text, fault: { line: source.slice(0, deep).split('\n').length, message } };
}
