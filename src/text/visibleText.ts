/**
 * Characters that are not seen, or that move what is around them about: controls but tab and line feed, zero widths,
 * bidirectional marks, overrides and isolates, line and paragraph separators, tags, and halves of a surrogate pair. A
 * joiner between two pictures makes one of them and stays.
 */
const HIDDEN =
  /(?!(?<=\p{Extended_Pictographic}[\ufe0f\u{1f3fb}-\u{1f3ff}]?)\u200d(?=\p{Extended_Pictographic}))[\0-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\u{e0000}-\u{e0fff}]/gu;

export interface TextPart {
  text: string;
  /** It stands for a hidden character, written out. */
  isHidden: boolean;
}

/** Splits a text that a script, a person or a link wrote into what can be seen and what has to be written out. */
export function visibleParts(text: string): TextPart[] {
  const parts: TextPart[] = [];
  const shown = withoutWindowsEnds(text);
  let from = 0;
  for (const { 0: hidden, index } of shown.matchAll(HIDDEN)) {
    if (index > from) {
      parts.push({ text: shown.slice(from, index), isHidden: false });
    }
    parts.push({ text: written(hidden), isHidden: true });
    from = index + hidden.length;
  }
  if (from < shown.length) {
    parts.push({ text: shown.slice(from), isHidden: false });
  }
  return parts;
}

/** The same as one text, for titles and labels: `a\u202eb` → `a⟨U+202E⟩b`. */
export function visibleText(text: string): string {
  return withoutWindowsEnds(text).replace(HIDDEN, written);
}

function written(hidden: string): string {
  const code = hidden.codePointAt(0) ?? 0;
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}

/** Every line of a text from Windows ends with a carriage return: saying it each time would hide the text. */
function withoutWindowsEnds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n/g, '\n') : text;
}
