const LANGUAGES = ['go', 'python', 'ts'] as const;
export type Language = (typeof LANGUAGES)[number];

export interface MutantArgs {
  languages: Language[];
  /** Of paths of TypeScript modules; none: all of them. */
  prefixes: string[];
  /** Percentage of changes that the tests must notice, in each language. */
  least: number;
}

/**
 * `go --least 90` → what to try. Paths mean TypeScript; nothing named means all.
 * @throws Error for an option that is not known, and for a percentage that is none.
 */
export function mutantArgs(args: readonly string[]): MutantArgs {
  const { least, words } = takeLeast(args);
  const unknown = words.find((word) => word.startsWith('-'));
  if (unknown !== undefined) {
    throw new Error(`Expected ${LANGUAGES.join(', ')}, a path or --least, got "${unknown}".`);
  }
  const prefixes = words.filter((word) => !isLanguage(word)).map((path) => path.replace(/^\.\//, ''));
  const named = LANGUAGES.filter((language) => words.includes(language) || (language === 'ts' && prefixes.length > 0));
  return { languages: named.length > 0 ? named : [...LANGUAGES], prefixes, least };
}

function isLanguage(word: string): boolean {
  return LANGUAGES.some((language) => language === word);
}

function takeLeast(args: readonly string[]): { least: number; words: string[] } {
  const at = args.indexOf('--least');
  if (at < 0) {
    return { least: 85, words: [...args] };
  }
  const text = args[at + 1] ?? '';
  const least = Number(text);
  if (text === '' || !(least >= 0 && least <= 100)) {
    throw new Error(`--least: expected a percentage from 0 to 100, got "${text}".`);
  }
  return { least, words: args.filter((_, index) => index !== at && index !== at + 1) };
}
