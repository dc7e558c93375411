import { type ViewerParams } from './viewerParams';

export interface ParamReader {
  /** The one value of a parameter that may be any text. */
  text: (name: string) => string | undefined;
  /** The one value of a parameter; undefined: it has none, or one that `read` does not know, which is then a fault. */
  one: <T>(name: string, read: (text: string) => T | undefined, expected: string) => T | undefined;
  /** What in the address is not understood, in words: nothing of it is dropped in silence. */
  faults: string[];
}

/** Reads a panel's part of an address. `known`: every parameter that it may have. */
export function paramReader(params: ViewerParams, known: readonly string[]): ParamReader {
  const faults = Object.keys(params)
    .filter((name) => !known.includes(name))
    .map((name) => `“${name}” in this address was left out: expected one of ${known.join(', ')}.`);
  const text = (name: string): string | undefined => {
    const [first, ...others] = params[name] ?? [];
    if (others.length > 0) {
      faults.push(`“${name}” is in this address ${others.length + 1} times: the first is taken.`);
    }
    return first;
  };
  return {
    faults,
    text,
    one: (name, read, expected) => {
      const written = text(name);
      const value = written === undefined ? undefined : read(written);
      if (written !== undefined && value === undefined) {
        faults.push(`“${name}=${written}” in this address was left out: expected ${expected}.`);
      }
      return value;
    },
  };
}

/** Reads a word of a table: `{ on: true, off: false }`. */
export function wordOf<T>(words: Readonly<Record<string, T>>): (text: string) => T | undefined {
  return (text) => (Object.hasOwn(words, text) ? words[text] : undefined);
}
