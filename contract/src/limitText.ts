/** A text within its limit, and its true size in bytes when it was cut. */
export interface LimitedText {
  text: string;
  truncatedFrom: number | undefined;
}

/**
 * Cuts a text at its limit, between two characters. A replacement character counts as the one byte that it stands for: output
 * that is no UTF-8 is not cut before its bytes reach the limit.
 */
export function limitText(text: string, maxBytes: number): LimitedText {
  // A UTF-16 unit is three bytes of UTF-8 at most.
  if (text.length * 3 <= maxBytes) {
    return { text, truncatedFrom: undefined };
  }
  const bytes = Buffer.byteLength(text) - 2 * (text.split('\uFFFD').length - 1);
  if (bytes <= maxBytes) {
    return { text, truncatedFrom: undefined };
  }
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  return { text: decoder.decode(Buffer.from(text).subarray(0, maxBytes), { stream: true }), truncatedFrom: bytes };
}
