/** A number that JavaScript would write otherwise than it was written: 9007199254740993, 1.0. Its text is what counts. */
export class ExactNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

/** A plain number where JavaScript writes the same text, an ExactNumber otherwise. */
export function exactNumber(text: string): number | ExactNumber {
  const value = Number(text);
  return JSON.stringify(value) === text ? value : new ExactNumber(text);
}
