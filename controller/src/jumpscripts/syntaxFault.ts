import type { SourceFault } from './python/findFaults';
import type { Module } from './python/readModule';

/**
 * What is wrong with the syntax of a source, in Python 3 and in Python 2 alike. `verdict` is Python 3's own: a fault, null
 * for none, undefined when there is no Python to ask. The grammar takes more than Python does, so it is only trusted
 * where there is no verdict, and to tell what is Python 2.
 */
export function syntaxFault(
  { torn, dialect }: Module,
  verdict: SourceFault | null | undefined
): SourceFault | undefined {
  if (verdict === null) {
    return undefined;
  }
  const { python2, python3 } = dialect;
  if (python2 === undefined) {
    return verdict ?? torn;
  }
  // Of what is Python 2, Python 3 says no more than that.
  return python3 === undefined ? torn : (verdict ?? torn ?? mixed(python2, python3));
}

function mixed(python2: SourceFault, python3: SourceFault): SourceFault {
  const message = `${python2.message} is Python 2's, but ${python3.message} of line ${python3.line} is Python 3's`;
  return { line: python2.line, message };
}
