/** First characters by which a spreadsheet takes text for a formula, and the sign that guards against it. */
const GUARDED = /^[=+\-@\t\r\n'＝＋－＠]/;

/** One row, RFC 4180. Nothing is an empty cell; empty text is `""`. */
export function csvRow(values: readonly unknown[]): string {
  return `${values.map(cell).join(',')}\r\n`;
}

function cell(value: unknown): string {
  if (value === null || value === undefined) {
    return '';
  }
  if (typeof value === 'number' || typeof value === 'boolean') {
    return String(value);
  }
  return quoted(guarded(typeof value === 'string' ? value : JSON.stringify(value)));
}

/**
 * A result or a log line is anybody's text; a spreadsheet would run `=HYPERLINK(...)` in it. An apostrophe in front makes
 * it text. Text that begins with one gets one too: so removing the first apostrophe always gives back what was stored.
 */
function guarded(text: string): string {
  return GUARDED.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
