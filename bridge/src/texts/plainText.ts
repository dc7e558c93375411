const UNSTORABLE = /[\0\p{Surrogate}]/gu;

export interface PlainText {
  text: string;
  isChanged: boolean;
}

/** Text that a database can hold: NUL and half characters become the replacement character, and it says so. */
export function plainText(text: string): PlainText {
  const plain = text.replace(UNSTORABLE, '\uFFFD');
  return { text: plain, isChanged: plain !== text };
}

/** The beginning, never half a character. */
export function beginning(text: string, count: number): string {
  const isHalf = text.length > count && /[\uD800-\uDBFF]/.test(text.charAt(count - 1));
  return text.slice(0, isHalf ? count - 1 : count);
}
