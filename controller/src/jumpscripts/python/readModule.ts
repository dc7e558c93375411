import { findDialect, type Dialect } from './dialects';
import { findFaults, type Faults, type SourceFault } from './findFaults';
import type { ParsedSource, PythonParser } from './pythonParser';
import { readStatements, type Statements } from './readStatements';
import { readTopLevel } from './topLevel';

/** What the top level of a source says, without running it. */
export interface Module extends Statements, Faults {
  dialect: Dialect;
}

/** Reads Python 2 and 3 alike. Never throws: a source is untrusted text. */
export function readModule(parser: PythonParser, source: string): Module {
  const nul = source.indexOf('\0');
  const text = (nul < 0 ? source : source.slice(0, nul)).replace(/\r\n?/g, '\n');
  const module = parser.parse(text, toModule) ?? {
    ...NOTHING,
    fault: { line: 1, message: 'it takes too long to read' },
  };
  if (nul >= 0) {
    return { ...module, fault: { line: text.split('\n').length, message: 'a NUL character, which Python refuses' } };
  }
  return module.torn === undefined ? module : (readRenamed(parser, text) ?? module);
}

const NOTHING: Module = {
  assignments: new Map(),
  functions: new Map(),
  others: new Map(),
  later: new Map(),
  dialect: {},
};

function toModule(source: ParsedSource): Module {
  const { statements, fault: indentFault } = readTopLevel(source);
  const { torn, fault = torn === undefined ? indentFault : undefined } = findFaults(source.root);
  return {
    ...readStatements(statements, source.text),
    dialect: findDialect(source.dialects()),
    ...(fault === undefined ? {} : { fault }),
    ...(torn === undefined ? {} : { torn }),
  };
}

/** Names in Python 2, keywords since: `x.async`, `def f(async)`, `xmlrpclib.True`. The grammar knows `async = True` by itself. */
const OLD_NAMES =
  /\b(?:async|await)\b(?<=(?:[.,(@]|\b(?:import|def|class))\s*\w+)(?!\s+(?:def|for|with)\b)|\b(?:True|False|None)\b(?<=\.\s*\w+)/g;

/** undefined: the names are not what is wrong with it. */
function readRenamed(parser: PythonParser, text: string): Module | undefined {
  let line: number | undefined;
  const renamed = text.replace(OLD_NAMES, (name, at: number) => {
    line ??= text.slice(0, at).split('\n').length;
    return `_${name.slice(1)}`;
  });
  if (line === undefined) {
    return undefined;
  }
  const module = parser.parse(renamed, (source) => toModule({ ...source, text }));
  if (module === undefined || module.torn !== undefined || module.fault !== undefined) {
    return undefined;
  }
  const name: SourceFault = { line, message: 'a keyword of Python 3 as a name' };
  const { python2 = name } = module.dialect;
  return { ...module, dialect: { ...module.dialect, python2: python2.line < line ? python2 : name } };
}
