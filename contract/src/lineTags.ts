import { LIMITS } from './limits';

/** A line's tags within their limits. What was cut is said in the tags themselves, so that nobody takes them for all. */
export function limitTags(tags: readonly string[]): string[] {
  const { tagsPerLine } = LIMITS;
  const kept = tags.slice(0, tagsPerLine).map(limitTag);
  if (tags.length > tagsPerLine) {
    kept[tagsPerLine - 1] = `(${tags.length - tagsPerLine + 1} more tags were left out)`;
  }
  return kept;
}

/** Characters, not UTF-16 units: none is cut through. */
function limitTag(tag: string): string {
  const characters = tag.length <= LIMITS.tagChars ? undefined : [...tag];
  if (characters === undefined || characters.length <= LIMITS.tagChars) {
    return tag;
  }
  const note = `…(of ${characters.length} characters)`;
  return `${characters.slice(0, LIMITS.tagChars - note.length).join('')}${note}`;
}
