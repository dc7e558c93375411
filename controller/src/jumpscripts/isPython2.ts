/**
 * Signs of Python 2 in a source that Python 3 refuses. Such a JumpScript is not called broken: it may run where its
 * agent has an interpreter for it, and where not the job's own error says so.
 */
const SIGNS: readonly RegExp[] = [
  /^[ \t]*print[ \t]+(?!\()[^=\s]/m,
  /^[ \t]*print[ \t]*>>/m,
  /^[ \t]*print[ \t]*\(?.*\)[ \t]*%/m,
  /^[ \t]*except[ \t]+[\w.()\t ,]+,[ \t]*\w+[ \t]*:/m,
  /^[ \t]*raise[ \t]+[\w.]+[ \t]*,/m,
  /^[ \t]*exec[ \t]+["'\w]/m,
  /^async[ \t]*=/m,
  /`[^`\n]+`/,
  /<>/,
  /\b0[0-7]+\b|\b\d+[lL]\b/,
  /\b[uU][rR]["']/,
];

export function isPython2(source: string): boolean {
  return SIGNS.some((sign) => sign.test(source));
}
