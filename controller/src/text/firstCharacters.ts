/** The beginning of a text, at most `count` UTF-16 units long; a character that the cut would go through is left out. */
export function firstCharacters(text: string, count: number): string {
  const isCutThrough = text.length > count && /[\uD800-\uDBFF]/.test(text.charAt(count - 1));
  return text.slice(0, isCutThrough ? count - 1 : count);
}
