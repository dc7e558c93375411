import { findDialect, type Dialect } from './dialects';
import { Effort, TooLong } from './effort';
import { findFaults, type Faults, type SourceFault } from './findFaults';
import type { ParsedSource, PythonParser } from './pythonParser';
import { readStatements, type Statements } from './readStatements';
import { skim } from './skim';
import { readTopLevel } from './topLevel';

/** What the top level of a source says, without running it. */
export interface Module extends Statements, Faults {
  dialect: Dialect;
}

/** Reads Python 2 and 3 alike. Never throws: a source is untrusted text. */
export function readModule(parser: PythonParser, source: string): Module {
  const nul = source.indexOf('\0');
  const text = (nul < 0 ? source : source.slice(0, nul)).replace(/\r\n?/g, '\n');
  const module = readText(parser, text);
  return nul < 0
    ? module
    : { ...module, fault: { line: text.split('\n').length, message: 'a NUL character, which Python refuses' } };
}

function readText(parser: PythonParser, text: string): Module {
  const skimmed = skim(text);
  if (skimmed.fault !== undefined) {
    return { ...NOTHING, fault: skimmed.fault };
  }
  const reader = new ModuleReader(parser, text);
  try {
    const module = reader.read(skimmed.text);
    return module.torn === undefined ? module : (reader.readRenamed(skimmed.text) ?? module);
  } catch (error) {
    if (error instanceof TooLong) {
      return { ...NOTHING, fault: { line: error.line, message: error.message } };
    }
    throw error;
  }
}

const NOTHING: Module = {
  assignments: new Map(),
  functions: new Map(),
  others: new Map(),
  later: new Map(),
  dialect: {},
};

/** Names in Python 2, keywords since: `x.async`, `def f(async)`, `xmlrpclib.True`. The grammar knows `async = True` by itself. */
const OLD_NAMES =
  /\b(?:async|await)\b(?<=(?:[.,(@]|\b(?:import|def|class))\s*\w+)(?!\s+(?:def|for|with)\b)|\b(?:True|False|None)\b(?<=\.\s*\w+)/g;

/** Reads what the grammar is given; what is in the source at the same offsets counts. */
class ModuleReader {
  private readonly parser: PythonParser;
  private readonly text: string;
  private readonly effort = new Effort();

  constructor(parser: PythonParser, text: string) {
    this.parser = parser;
    this.text = text;
  }

  read(parsed: string): Module {
    return this.parser.parse(parsed, this.effort, (source) => this.toModule(source));
  }

  /** undefined: the names are not what is wrong with it. */
  readRenamed(parsed: string): Module | undefined {
    let line: number | undefined;
    const renamed = parsed.replace(OLD_NAMES, (name, at: number) => {
      line ??= parsed.slice(0, at).split('\n').length;
      return `_${name.slice(1)}`;
    });
    if (line === undefined) {
      return undefined;
    }
    const module = this.read(renamed);
    if (module.torn !== undefined || module.fault !== undefined) {
      return undefined;
    }
    const name: SourceFault = { line, message: 'a keyword of Python 3 as a name' };
    const { python2 = name } = module.dialect;
    return { ...module, dialect: { ...module.dialect, python2: python2.line < line ? python2 : name } };
  }

  private toModule(source: ParsedSource): Module {
    const { statements, fault: indentFault } = readTopLevel(source, this.effort);
    const { torn, fault = torn === undefined ? indentFault : undefined } = findFaults(source.root);
    return {
      ...readStatements(statements, this.text, this.effort),
      dialect: findDialect(source.dialects()),
      ...(fault === undefined ? {} : { fault }),
      ...(torn === undefined ? {} : { torn }),
    };
  }
}
