import { readFile } from 'node:fs/promises';
import { Language, Parser, Query, type Node, type QueryCapture } from 'web-tree-sitter';
import { DIALECTS, KEYWORD_NAMES } from './dialects';

/** Of a processor, so that a busy machine calls nothing broken: a thousand lines take milliseconds. All else waits meanwhile. */
const MAX_PARSE_MS = 2_000;

/** A source and its tree, whose lines and offsets are those of `text`. */
export interface ParsedSource {
  text: string;
  root: Node;
  /** What only Python 2 or only Python 3 has, in its order. */
  dialects(): QueryCapture[];
}

/** Reads Python 2 and 3 alike. A source that is in neither has a tree, too, with its errors in it. */
export class PythonParser {
  private readonly parser: Parser;
  private readonly dialects: Query;
  private readonly withNames: Query;

  constructor(language: Language) {
    this.parser = new Parser().setLanguage(language);
    this.dialects = new Query(language, DIALECTS);
    this.withNames = new Query(language, DIALECTS + KEYWORD_NAMES);
  }

  /** What `read` makes of the tree, which lives as long as that. undefined: the source takes too long to read. */
  parse<Result>(text: string, read: (source: ParsedSource) => Result): Result | undefined {
    const start = process.cpuUsage();
    const progressCallback = () => process.cpuUsage(start).user > MAX_PARSE_MS * 1_000;
    const tree = this.parser.parse(text, null, { progressCallback });
    if (tree === null) {
      // Else the next source would be taken for the rest of this one.
      this.parser.reset();
      return undefined;
    }
    try {
      const root = tree.rootNode;
      const query = /\b(?:async|await)\b/.test(text) ? this.withNames : this.dialects;
      return read({ text, root, dialects: () => query.captures(root, { progressCallback }) });
    } finally {
      tree.delete();
    }
  }
}

let loading: Promise<PythonParser> | undefined;

/** The one parser of this process: loading it takes longer than reading a hundred files. */
export function loadPythonParser(): Promise<PythonParser> {
  loading ??= load();
  return loading;
}

async function load(): Promise<PythonParser> {
  await Parser.init();
  // By its bytes: Jest lacks the import() by which the library would read a path.
  return new PythonParser(
    await Language.load(await readFile(require.resolve('tree-sitter-python/tree-sitter-python.wasm')))
  );
}
