import { firstCharacters } from '../text/firstCharacters';

const MAX_CHARACTERS = 200;

/**
 * The text of a line of a source, white space folded: it stays the same when lines are put in above it.
 * null: there is no such line, or nothing on it.
 */
export function failingLine(source: string | null, line: number | null): string | null {
  if (source === null || line === null || line < 1) {
    return null;
  }
  const text = lineOf(source, line)?.replace(/\s+/g, ' ').trim();
  return text === undefined || text === '' ? null : firstCharacters(text, MAX_CHARACTERS);
}

/** Without taking the whole source apart. */
function lineOf(source: string, line: number): string | undefined {
  const ends = /\r\n|\r|\n/g;
  let from = 0;
  for (let number = 1; number < line; number++) {
    if (ends.exec(source) === null) {
      return undefined;
    }
    from = ends.lastIndex;
  }
  return source.slice(from, ends.exec(source)?.index);
}
