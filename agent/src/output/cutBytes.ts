/** The beginning of bytes of UTF-8, at most so many; a character that the cut would go through is left out. */
export function cutBytes(bytes: Buffer, maxBytes: number): Buffer {
  return bytes.length <= maxBytes ? bytes : wholeCharacters(bytes.subarray(0, maxBytes));
}

function wholeCharacters(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && bytes.length - end < 3 && ((bytes[end - 1] ?? 0) & 0xc0) === 0x80) {
    end -= 1;
  }
  const lead = bytes[end - 1] ?? 0;
  const needs = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  return bytes.length - end + 1 < needs ? bytes.subarray(0, end - 1) : bytes;
}

/** The rest of its last character is missing. */
export function endsInsideCharacter(bytes: Buffer): boolean {
  return wholeCharacters(bytes).length < bytes.length;
}
