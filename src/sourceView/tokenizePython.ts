export type TokenKind = 'plain' | 'keyword' | 'definition' | 'builtin' | 'string' | 'comment' | 'numeral' | 'decorator';

export interface Token {
  kind: TokenKind;
  text: string;
}

/** Python 3's keywords, and those of Python 2, which many JumpScripts are written in. */
const KEYWORDS = new Set(
  (
    'and as assert async await break class continue def del elif else except exec finally for from global if import in is ' +
    'lambda match nonlocal not or pass print raise return try while with yield'
  ).split(' ')
);
const BUILTINS = new Set(
  (
    'True False None self cls abs all any bool bytes dict dir enumerate filter float format getattr hasattr hash hex id input int ' +
    'isinstance iter len list map max min next object open ord range repr reversed round set setattr slice sorted str sum super ' +
    'tuple type unicode vars xrange zip'
  ).split(' ')
);

/** Strings first: what looks like a comment inside one is none. A string that is never closed ends with its line (or the file). */
const TOKEN =
  /(?<string>[rbuf]{0,2}(?:"""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)|"(?:\\[^]|[^"\\\n])*"?|'(?:\\[^]|[^'\\\n])*'?))|(?<comment>#.*)|(?<decorator>@[\w.]+)|(?<numeral>\b(?:0[xob][\da-f_]+|\d[\d_]*(?:\.\d*)?(?:e[+-]?\d+)?)[jl]?\b)|(?<word>[^\W\d]\w*)|(?<plain>[^])/giu;

/** Lines of coloured pieces. Only for looking at: it accepts anything, and every character comes back. */
export function tokenizePython(source: string): Token[][] {
  const lines: Token[][] = [[]];
  let previousWord = '';
  for (const match of source.replace(/\r\n?/g, '\n').matchAll(TOKEN)) {
    const kind = kindOf(match.groups ?? {}, previousWord);
    append(lines, kind, match[0]);
    if (match.groups?.word !== undefined) {
      previousWord = match[0];
    } else if (match[0].trim() !== '') {
      previousWord = '';
    }
  }
  return lines;
}

function kindOf(groups: Record<string, string | undefined>, previousWord: string): TokenKind {
  const { word } = groups;
  if (word !== undefined) {
    if (previousWord === 'def' || previousWord === 'class') {
      return 'definition';
    }
    return KEYWORDS.has(word) ? 'keyword' : BUILTINS.has(word) ? 'builtin' : 'plain';
  }
  const kinds = ['string', 'comment', 'decorator', 'numeral'] as const;
  return kinds.find((kind) => groups[kind] !== undefined) ?? 'plain';
}

/** Splits at line ends, and joins neighbours of one kind, so that a line has few pieces. */
function append(lines: Token[][], kind: TokenKind, text: string): void {
  text.split('\n').forEach((part, index) => {
    if (index > 0) {
      lines.push([]);
    }
    const line = lines.at(-1);
    const last = line?.at(-1);
    if (last?.kind === kind) {
      last.text += part;
    } else if (part !== '') {
      line?.push({ kind, text: part });
    }
  });
}
