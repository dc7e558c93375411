/**
 * Signs of Python 2 in a source that Python 3 refuses. Such a JumpScript is not called broken: it may run where its
 * agent has an interpreter for it, and where not the job's own error says so.
 */
const SIGNS: readonly RegExp[] = [
  /^[ \t]*print[ \t]+(?!\()[^=\s]/,
  /^[ \t]*print[ \t]*>>/,
  /^[ \t]*print[ \t]*\(?.*\)[ \t]*%/,
  /^[ \t]*except[ \t]+[\w.()\t ,]+,[ \t]*\w+[ \t]*:/,
  /^[ \t]*raise[ \t]+[\w.]+[ \t]*,/,
  /^[ \t]*exec[ \t]+["'\w]/,
  /^async[ \t]*=/,
  /`[^`\n]+`/,
  /<>/,
  /\b0[0-7]+\b|\b\d+[lL]\b/,
  /\b[uU][rR]["']/,
];

/** Only lines that people write: on longer ones a pattern could take very long. */
const MAX_LINE = 300;

export function isPython2(source: string): boolean {
  const lines = source.split(/\r\n|\r|\n/).filter((line) => line.length <= MAX_LINE);
  return lines.some((line) => SIGNS.some((sign) => sign.test(line)));
}
