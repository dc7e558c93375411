import type { MutatedModule, Survivor } from '../mutatedModule';
import type { CoreModule } from './coreModules';
import { stays } from './survivors';

interface Place {
  line: number;
  column: number;
}

/** What is taken of Stryker's result of one change; lines and columns count from 1, and the end is behind its last character. */
export interface Mutant {
  fileName: string;
  location: { start: Place; end: Place };
  replacement?: string | undefined;
  status: string;
}

const NOTICED = ['Killed', 'Timeout', 'RuntimeError'];
const UNNOTICED = ['Survived', 'NoCoverage'];

/** Stryker's results, module by module, in the order of the modules. Pure but for `read`. */
export function toMutatedModules(
  modules: readonly CoreModule[],
  mutants: readonly Mutant[],
  read: (source: string) => string
): MutatedModule[] {
  return modules.map(({ source }) => {
    const own = mutants.filter(({ fileName }) => fileName === source);
    const lines = read(source).split('\n');
    return {
      module: source,
      killed: own.filter(({ status }) => NOTICED.includes(status)).length,
      survived: own
        .filter(({ status }) => UNNOTICED.includes(status))
        .map((mutant) => survivor(source, mutant, lines))
        .sort((a, b) => a.line - b.line),
    };
  });
}

function survivor(module: string, { location, replacement = '' }: Mutant, lines: readonly string[]): Survivor {
  const source = textAt(lines, location);
  return { line: location.start.line, source, what: replacement, reason: stays(module, source, replacement) };
}

function textAt(lines: readonly string[], { start, end }: Mutant['location']): string {
  const cut = lines.slice(start.line - 1, end.line);
  const last = cut.length - 1;
  return cut
    .map((line, at) => line.slice(at === 0 ? start.column - 1 : 0, at === last ? end.column - 1 : undefined))
    .join('\n');
}
