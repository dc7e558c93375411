/** The name of a file, which may be any bytes: one that is no UTF-8 has its other bytes as `\xff`. */
export function fileName(bytes: Uint8Array): { text: string; isUtf8: boolean } {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), isUtf8: true };
  } catch {
    const characters = [...bytes].map((byte) => (byte < 0x80 ? String.fromCharCode(byte) : `\\x${byte.toString(16)}`));
    return { text: characters.join(''), isUtf8: false };
  }
}
