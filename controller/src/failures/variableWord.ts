const LEAST_ID = 8;
/** Names of encodings, digests and the like: their numbers are part of them. */
const TECHNICAL =
  /^(?:utf|ucs|iso|latin|cp|ascii|big5|euc|koi8|sha|md|aes|rsa|des|crc|base|x86|amd|arm|i[3-6]86|ipv|http|tls|ssl|python|py|sse|avx|nvme|ext|raid|qcow|vp|h26)[-_]?\d/i;
const HEXADECIMAL = /^[0-9a-f]{6,}$|^[0-9A-F]{6,}$/;
/** Words written together: each begins with its capitals. */
const CAMEL_CASE = /^[a-z]*(?:[A-Z]{1,5}[a-z]{2,})*[A-Z]{0,5}$/;
/** No word has as many consonants in a row: downstream has five, but not written together with another. */
const UNSPEAKABLE = /[bcdfghjklmnpqrstvwxz]{6}|^(?=.*[A-Z]).*[bcdfghjklmnpqrstvwxz]{5}/;

/**
 * What of a word is the same in every failure of one kind: `<id>` for one that looks made up, else the word with its numbers
 * as `<n>`. Ids of one kind may have letters only, or digits only: what looks like either is an id, too.
 *
 * `a3f9c21b` → `<id>`, `cpu-01` → `<id>`, `sda1` → `sda<n>`, `utf-8` → `utf-8`
 */
export function withoutVariables(word: string): string {
  if (TECHNICAL.test(word)) {
    return word;
  }
  return isMadeUp(word) ? '<id>' : word.replace(/\d+/g, '<n>');
}

function isMadeUp(word: string): boolean {
  const [hasDigit, hasLetter] = [/\d/.test(word), /\p{L}/u.test(word)];
  if (!hasDigit) {
    return word.length >= LEAST_ID && /^[A-Za-z]+$/.test(word) && !isSpoken(word);
  }
  if (word.length >= LEAST_ID || HEXADECIMAL.test(word)) {
    return hasLetter || word.length >= LEAST_ID;
  }
  return hasLetter && (/[-_]/.test(word) || changesOf(word) >= 2);
}

/** Ids of letters only have capitals anywhere, or none and too few vowels. */
function isSpoken(letters: string): boolean {
  return /^[A-Z]+$/.test(letters) || (CAMEL_CASE.test(letters) && !UNSPEAKABLE.test(letters));
}

/** How often letters and digits follow each other: 3 in `a1b2`. */
function changesOf(word: string): number {
  return (word.match(/(?<=\d)\p{L}|(?<=\p{L})\d/gu) ?? []).length;
}
