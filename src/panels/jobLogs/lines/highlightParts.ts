export interface TextPart {
  text: string;
  isHit: boolean;
}

/** Splits a text at the search's hits, whatever their case: the parts in order, together the whole text. */
export function highlightParts(text: string, search: string): TextPart[] {
  const needle = search.trim().toLowerCase();
  const parts: TextPart[] = [];
  // Lower case may differ in length (İ): then positions would lie, and nothing is marked.
  const haystack = text.toLowerCase();
  if (needle === '' || haystack.length !== text.length) {
    return [{ text, isHit: false }];
  }
  let from = 0;
  for (let hit = haystack.indexOf(needle); hit !== -1; hit = haystack.indexOf(needle, from)) {
    if (hit > from) {
      parts.push({ text: text.slice(from, hit), isHit: false });
    }
    parts.push({ text: text.slice(hit, hit + needle.length), isHit: true });
    from = hit + needle.length;
  }
  if (from < text.length || parts.length === 0) {
    parts.push({ text: text.slice(from), isHit: false });
  }
  return parts;
}
