import { type MutatedModule, score, type Survivor } from './mutatedModule';

/** A line per module with its score, the sum of them, and then each survivor with its place. */
export function mutantTable(modules: readonly MutatedModule[]): string {
  const survivors = modules.flatMap(({ module, survived }) => survived.map((one) => survivorLine(module, one)));
  const sum: MutatedModule = {
    module: 'all',
    killed: modules.reduce((killed, module) => killed + module.killed, 0),
    survived: modules.flatMap(({ survived }) => survived),
  };
  const width = Math.max('module'.length, ...modules.map(({ module }) => module.length));
  const head = `${'module'.padEnd(width)}  killed  survived   score`;
  const rows = [...modules, sum].map((module) => moduleLine(module, width));
  return [head, ...rows, ...(survivors.length > 0 ? ['', ...survivors] : []), ''].join('\n');
}

function moduleLine(module: MutatedModule, width: number): string {
  const killed = String(module.killed).padStart(6);
  const survived = String(module.survived.length).padStart(8);
  return `${module.module.padEnd(width)}  ${killed}  ${survived}  ${score([module]).toFixed(1).padStart(5)}%`;
}

function survivorLine(module: string, { line, source, what, reason }: Survivor): string {
  const because = reason === undefined ? '' : `\n    stays: ${reason}`;
  return `${module}:${line}  ${oneLine(source)} → ${oneLine(what)}${because}`;
}

/** A change may be of a whole function: its begin says which. */
function oneLine(text: string): string {
  const joined = text.replace(/\s+/g, ' ').trim();
  return joined.length > 80 ? `${joined.slice(0, 79)}…` : joined;
}
