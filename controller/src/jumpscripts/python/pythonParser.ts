import { readFile } from 'node:fs/promises';
import { Language, Parser, Query, type Node, type ParseState, type QueryCapture, type Tree } from 'web-tree-sitter';
import { DIALECTS, KEYWORD_NAMES } from './dialects';
import { TooLong, type Effort } from './effort';

/** Of a processor. A thousand lines take milliseconds; what is no Python may take far more than is counted. All else waits meanwhile. */
const MAX_PARSE_MS = 600;
/** What a hundred of its operations take, and reading as many characters again. */
const PARSE_STEPS = 40;
const QUERY_STEPS = 100;
const BYTES_PER_CHARACTER = 2;
const CHUNK = 5_000;
const CHUNK_STEPS = 100;

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

  /** What `read` makes of the tree, which lives as long as that. Throws TooLong. */
  parse<Result>(text: string, effort: Effort, read: (source: ParsedSource) => Result): Result {
    const tree = this.parseTree(text, effort);
    try {
      const root = tree.rootNode;
      return read({ text, root, dialects: () => this.findDialects(root, text, effort) });
    } finally {
      tree.delete();
    }
  }

  private parseTree(text: string, effort: Effort): Tree {
    const start = process.cpuUsage();
    let [allowed, at] = [true, 0];
    const isTooLong = (steps: number) => {
      allowed &&= effort.allows(steps) && process.cpuUsage(start).user < MAX_PARSE_MS * 1_000;
      return !allowed;
    };
    const progressCallback = ({ currentOffset }: ParseState) => {
      at = currentOffset / BYTES_PER_CHARACTER;
      return isTooLong(PARSE_STEPS);
    };
    let isParsed = false;
    // It may go back to the same characters any number of times between two of its reports.
    const characters = (from: number) =>
      isParsed || !isTooLong(CHUNK_STEPS) ? text.slice(from, from + CHUNK) : undefined;
    const tree = this.parser.parse(characters, null, { progressCallback });
    isParsed = true;
    if (tree === null || !allowed) {
      tree?.delete();
      // Else the next source would be taken for the rest of this one.
      this.parser.reset();
      throw new TooLong(text.slice(0, at).split('\n').length);
    }
    return tree;
  }

  private findDialects(root: Node, text: string, effort: Effort): QueryCapture[] {
    const query = /\b(?:async|await)\b/.test(text) ? this.withNames : this.dialects;
    let allowed = true;
    const progressCallback = () => !(allowed &&= effort.allows(QUERY_STEPS));
    const captures = query.captures(root, { progressCallback });
    if (!allowed) {
      throw new TooLong(1);
    }
    effort.spend(captures.length);
    return captures;
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
