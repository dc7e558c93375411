import type { RegexNode } from './regexTree';

/** Of the automaton that PostgreSQL makes of an expression. */
export interface RegexSize {
  /** Characters to match, with every repetition written out. */
  places: number;
  /** Of them those that differ by what comes before: words that begin alike share their beginning. */
  apart: number;
  /** What PostgreSQL looks at for one character of the text, at most: the places it may be at, and the ways from them. */
  steps: number;
  /** Most edges in a row with no character between them: each pair of ways through them is a state of its own. */
  edges: number;
  /** Looks ahead and behind: each is an automaton of its own, asked at every character. */
  looks: number;
  /** Characters to match in them. */
  lookPlaces: number;
}

/** More is not counted, for counting costs, too. */
const MOST_PLACES = 10_000;
const MOST_WAYS = 200_000;

/** Part of the automaton, while it is put together. */
interface Part {
  /** Ways into it. */
  first: number;
  /** Places from which it is left. */
  last: readonly number[];
  /** Most edges on a way through it without a character; null: there is none. */
  through: number | null;
  /** Before its first character, after its last, and anywhere. */
  head: number;
  tail: number;
  edges: number;
}

/** Pure. Infinite places when it is beyond counting. */
export function sizeOfRegex(root: RegexNode): RegexSize {
  const size = new Automaton();
  try {
    const { first, edges } = size.add(root, true);
    return size.total(first, edges);
  } catch (error) {
    if (error instanceof BeyondCounting) {
      return { places: Infinity, apart: Infinity, steps: Infinity, edges: 0, looks: 0, lookPlaces: 0 };
    }
    throw error;
  }
}

class BeyondCounting extends Error {}

const NOTHING: Part = { first: 0, last: [], through: 0, head: 0, tail: 0, edges: 0 };
const EDGE: Part = { first: 0, last: [], through: 1, head: 1, tail: 1, edges: 1 };

/** Places and the ways between them, as Glushkov puts an automaton together: PostgreSQL ends with about as many states and arcs. */
class Automaton {
  /** Of each place what it matches (null: several characters), and how many ways lead on from it. */
  private readonly chars: Array<string | null> = [];
  private readonly ways: number[] = [];
  private counted = 0;
  private looks = 0;
  private lookPlaces = 0;
  /** Of words that begin alike, what is not counted above. */
  private shared = 0;

  /** `isOnce`: it stands in no repetition. */
  add(node: RegexNode, isOnce = false): Part {
    switch (node.kind) {
      case 'char':
        return this.place(node.char);
      case 'set':
        return this.place(null);
      case 'edge':
        return EDGE;
      case 'look':
        return this.look(node.body);
      case 'sequence':
        return node.parts.reduce<Part>((before, part) => this.join(before, this.add(part, isOnce)), NOTHING);
      case 'either':
        return this.either(node.parts, isOnce);
      case 'repeat':
        return this.repeat(node.body, node.least, node.most);
    }
  }

  total(first: number, edges: number): RegexSize {
    const byChar = new Map<string | null, number>();
    this.chars.forEach((char, place) => byChar.set(char, (byChar.get(char) ?? 0) + 2 + (this.ways[place] ?? 0)));
    const ofSets = byChar.get(null) ?? 0;
    byChar.delete(null);
    const ofChars = [...byChar.values()].reduce((most, steps) => Math.max(most, steps), 0);
    return {
      places: this.chars.length + this.shared,
      apart: this.chars.length,
      // All words that begin alike are looked at, but only where a text begins so.
      steps: first + ofSets + ofChars + this.shared / 8,
      edges,
      looks: this.looks,
      lookPlaces: this.lookPlaces,
    };
  }

  private look(body: RegexNode): Part {
    const before = this.chars.length;
    this.add(body);
    this.looks += 1;
    this.lookPlaces += this.chars.length - before;
    return EDGE;
  }

  private either(parts: readonly RegexNode[], isOnce: boolean): Part {
    const words = isOnce && parts.length > 1 ? parts.map(wordOf) : [];
    if (words.length === 0 || words.some((word) => word === null)) {
      return parts.map((part) => this.add(part, isOnce)).reduce(either);
    }
    const known = new Map<string, number>();
    const ends = words.map((word) => this.word(word ?? [], known));
    const starts = new Set(words.map((word) => word?.[0]));
    return { ...NOTHING, first: starts.size, last: [...new Set(ends)], through: null };
  }

  /** Along what is known already of words that begin like it. → where it ends. */
  private word(chars: readonly string[], known: Map<string, number>): number {
    let [before, text] = [-1, ''];
    for (const char of chars) {
      text += char;
      const shared = known.get(text);
      if (shared === undefined) {
        const place = this.newPlace(char);
        this.lead(before < 0 ? [] : [before], 1);
        known.set(text, place);
        before = place;
      } else {
        this.shared += 1;
        before = shared;
      }
    }
    return before;
  }

  private place(char: string | null): Part {
    return { first: 1, last: [this.newPlace(char)], through: null, head: 0, tail: 0, edges: 0 };
  }

  private newPlace(char: string | null): number {
    if (this.chars.length >= MOST_PLACES) {
      throw new BeyondCounting();
    }
    this.chars.push(char);
    this.ways.push(0);
    return this.chars.length - 1;
  }

  /** As PostgreSQL writes a repetition out: `x{2,4}` is `xx(x(x)?)?`, `x{2,}` is `xx+`. */
  private repeat(body: RegexNode, least: number, most: number): Part {
    let all = NOTHING;
    for (let copy = 1; copy < least; copy++) {
      all = this.join(all, this.add(body));
    }
    if (most === Infinity) {
      const repeated = this.loop(this.add(body));
      return this.join(all, least === 0 ? optional(repeated) : repeated);
    }
    let rest = NOTHING;
    for (let copy = Math.max(least, 1); copy < most; copy++) {
      rest = optional(this.join(this.add(body), rest));
    }
    if (most === 0) {
      return NOTHING;
    }
    const last = this.join(this.add(body), rest);
    return this.join(all, least === 0 ? optional(last) : last);
  }

  private join(before: Part, after: Part): Part {
    this.lead(before.last, after.first);
    return {
      first: before.first + (before.through === null ? 0 : after.first),
      last: after.through === null ? after.last : this.both(before.last, after.last),
      through: before.through === null || after.through === null ? null : before.through + after.through,
      head: Math.max(before.head, (before.through ?? -Infinity) + after.head),
      tail: Math.max(after.tail, (after.through ?? -Infinity) + before.tail),
      edges: Math.max(before.edges, after.edges, before.tail + after.head),
    };
  }

  private loop(part: Part): Part {
    this.lead(part.last, part.first);
    return { ...part, edges: Math.max(part.edges, part.tail + (part.through ?? 0) + part.head) };
  }

  private lead(from: readonly number[], ways: number): void {
    this.count(from.length);
    for (const place of from) {
      this.ways[place] = (this.ways[place] ?? 0) + ways;
    }
  }

  private both(one: readonly number[], other: readonly number[]): readonly number[] {
    this.count(one.length + other.length);
    return one.length === 0 ? other : [...one, ...other];
  }

  private count(steps: number): void {
    this.counted += steps + 1;
    if (this.counted > MOST_WAYS) {
      throw new BeyondCounting();
    }
  }
}

/** The characters of an alternative that is nothing but these. */
function wordOf(node: RegexNode): string[] | null {
  if (node.kind !== 'sequence' || node.parts.length === 0) {
    return null;
  }
  const chars = node.parts.flatMap((part) => (part.kind === 'char' ? [part.char] : []));
  return chars.length === node.parts.length ? chars : null;
}

function optional(part: Part): Part {
  return { ...part, through: part.through ?? 0 };
}

function either(one: Part, other: Part): Part {
  return {
    first: one.first + other.first,
    last: [...one.last, ...other.last],
    through:
      one.through === null || other.through === null
        ? (one.through ?? other.through)
        : Math.max(one.through, other.through),
    head: Math.max(one.head, other.head),
    tail: Math.max(one.tail, other.tail),
    edges: Math.max(one.edges, other.edges),
  };
}
