import type { SourceFault } from './python/findFaults';
import type { Module } from './python/readModule';
import type { Parameter } from './python/readParameters';

/** What metadata is made of: other names of a file are its own. */
const FIELDS = ['roles', 'queue', 'period', 'startatboot', 'async', 'log', 'enable', 'order', 'timeout'];

/** What will go wrong with a file that can be read. `verdict` is Python 3's, null when it takes the file. */
export function noticesOf(
  module: Module,
  { period, startatboot, args }: { period: string | null; startatboot: boolean; args: readonly Parameter[] },
  verdict: SourceFault | null | undefined
): SourceFault[] {
  const { python2 } = module.dialect;
  const notices: SourceFault[] = [];
  if (python2 !== undefined && verdict !== null) {
    notices.push({
      ...python2,
      message: `${python2.message} is Python 2's, and agents run Python 3, which refuses the file`,
    });
  }
  for (const [name, line] of module.changes) {
    if (FIELDS.includes(name)) {
      notices.push({
        line,
        message: `${name} is assigned in a block, which counts for nothing: the file is read without being run`,
      });
    }
  }
  const needed = args
    .filter(({ name, default: value }) => value === null && !name.startsWith('*'))
    .map(({ name }) => name);
  if (needed.length > 0 && (period !== null || startatboot)) {
    const line = module.functions.get('action')?.line ?? 1;
    notices.push({ line, message: `action() needs ${needed.join(', ')}, but what runs by schedule is given nothing` });
  }
  return notices.sort((one, other) => one.line - other.line);
}
