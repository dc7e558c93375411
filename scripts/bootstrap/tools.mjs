import { spawnSync } from 'node:child_process';

const TOOLS = [
  { name: 'Node', command: ['node', '--version'], minimum: [20, 0], url: 'https://nodejs.org' },
  { name: 'Go', command: ['go', 'version'], minimum: [1, 26], url: 'https://go.dev/dl' },
  { name: 'Python', command: ['python3', '--version'], minimum: [3, 9], url: 'https://www.python.org' },
];

/** Ends the process with one message that names every missing or too old tool. */
export function requireTools() {
  const faults = TOOLS.flatMap(({ name, command: [program, ...args], minimum, url }) => {
    const { stdout, error } = spawnSync(program, args, { encoding: 'utf8' });
    const wanted = `${name} ${minimum.join('.')} or newer is needed (${url})`;
    if (error) {
      return [`${wanted}, but "${program}" was not found.`];
    }
    const found = (/(\d+)\.(\d+)/.exec(stdout) ?? []).slice(1).map(Number);
    const isEnough = found[0] > minimum[0] || (found[0] === minimum[0] && found[1] >= minimum[1]);
    return isEnough ? [] : [`${wanted}, but "${program}" is ${stdout.trim()}.`];
  });
  if (faults.length > 0) {
    console.error(faults.join('\n'));
    process.exit(1);
  }
}
