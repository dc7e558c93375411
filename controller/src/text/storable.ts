const UNSTORABLE = /[\0\p{Surrogate}]/gu;

/**
 * PostgreSQL's text cannot hold NUL, nor half a surrogate pair. The replacement character shows that something stood there.
 */
export function storable(text: string): string {
  return text.replace(UNSTORABLE, '\uFFFD');
}

/** What is not said is null. */
export function storableOrNull(text: string | null | undefined): string | null {
  return typeof text === 'string' ? storable(text) : null;
}
