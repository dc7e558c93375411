/** The beginning of a text, at most so long, without half a character at its end: an emoji is two of JavaScript's. */
export function firstCharacters(text: string, count: number): string {
  const isCutInTwo = /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(count - 1, count + 1));
  return text.slice(0, isCutInTwo ? count - 1 : count);
}
