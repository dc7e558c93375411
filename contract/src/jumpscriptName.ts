/** Organizations and names of JumpScripts, declared or those of files: ids are `<organization>:<name>` and appear in URLs. */
const JUMPSCRIPT_NAME = /^[\p{L}\p{N}_][\p{L}\p{M}\p{N}_.@ -]{0,199}$/u;

/** In characters. */
export const MAX_JUMPSCRIPT_NAME = 200;

/** What `isJumpScriptName` asks for, in words. */
export const JUMPSCRIPT_NAME_RULE = `letters, digits, _ . @ - and spaces, at most ${MAX_JUMPSCRIPT_NAME}, of which the first is a letter, a digit or _`;

export function isJumpScriptName(text: string): boolean {
  return JUMPSCRIPT_NAME.test(text);
}

/** The nearest name that is one: `a*b\n` → `a_b_`. */
export function toJumpScriptName(text: string): string {
  const characters = [...text].slice(0, MAX_JUMPSCRIPT_NAME);
  return characters
    .map((character, index) => (isJumpScriptName(index === 0 ? character : `_${character}`) ? character : '_'))
    .join('');
}
