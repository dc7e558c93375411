import type { Token } from './tokenize';

interface Brackets {
  depth: number;
  /** How far the list within them has been read. */
  place: 'items' | 'for' | 'in';
}

/** Python 2's `[x for x in 1, 2]`: the commas that make a tuple without brackets of what is gone through. */
export function bareTupleCommas(tokens: readonly Token[]): Token[] {
  const open: Brackets[] = [];
  return tokens.filter(({ kind, text, depth }) => {
    while ((open.at(-1)?.depth ?? 0) > depth) {
      open.pop();
    }
    if (text === '[' && kind === 'operator') {
      open.push({ depth: depth + 1, place: 'items' });
      return false;
    }
    const last = open.at(-1);
    const inside = last?.depth === depth ? last : undefined;
    if (inside !== undefined && kind === 'name') {
      inside.place = placeAfter(inside.place, text);
    }
    return text === ',' && inside?.place === 'in';
  });
}

function placeAfter(place: Brackets['place'], name: string): Brackets['place'] {
  return name === 'for' ? 'for' : name === 'in' && place !== 'items' ? 'in' : place;
}
