/** A double has 15 digits for certain. That digits within text are found too does no harm. */
const LONG_NUMBER = /\d{16}|\d\.?\d*[eE][+-]?\d{3}/;

/** Whether JSON.parse might change a number of this JSON. */
export function hasLongNumber(json: string): boolean {
  return LONG_NUMBER.test(json);
}
