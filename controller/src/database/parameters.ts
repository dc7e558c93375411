/** Collects the values of one statement; SQL text only ever holds their numbers. */
export class Parameters {
  readonly values: unknown[] = [];

  /** → `$1`, `$2`... */
  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

/** `['a', 'b']` → `where a and b`; nothing → nothing. */
export function where(conditions: readonly string[]): string {
  return conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`;
}

/** Text as a pattern that matches it anywhere: `50%` → `%50\%%`. */
export function containsPattern(text: string): string {
  return `%${startPattern(text)}`;
}

/** Text as a pattern that matches it at the start: `50%` → `50\%%`. */
export function startPattern(text: string): string {
  return `${text.replace(/[\\%_]/g, '\\$&')}%`;
}
