import { parseArgs } from 'node:util';
import { judge, type Verdict } from './judge';
import { signCorpus } from './readCorpus';

const USAGE = `usage: npm run bench:signatures -- [--seeds 5] [--per-kind 24] [--shown 10]

Signs failures whose kind is known, drawn from one seed after the other: how many signatures hide one kind behind another, how
many pairs of failures of one kind have one signature, and which kinds have several.
`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '5' },
      'per-kind': { type: 'string', default: '24' },
      shown: { type: 'string', default: '10' },
      help: { type: 'boolean' },
    },
  });
  const [seeds = 0, perKind = 0, shown = 0] = [values.seeds, values['per-kind'], values.shown].map(Number);
  if (values.help || !(seeds >= 1 && perKind >= 2 && shown >= 0)) {
    process.stdout.write(USAGE);
    return values.help ? 0 : 2;
  }
  process.stdout.write('seed  failures  kinds  wrong merges  pairs joined  kinds with several\n');
  const verdicts: Verdict[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    const verdict = judge(await signCorpus(seed, perKind));
    verdicts.push(verdict);
    process.stdout.write(row(seed, verdict));
  }
  verdicts.forEach((verdict, index) => explain(index + 1, verdict, shown));
  return verdicts.some(({ wrongMerges }) => wrongMerges.length > 0) ? 1 : 0;
}

function row(seed: number, { failures, kinds, wrongMerges, pairsJoined, split }: Verdict): string {
  return `${[
    String(seed).padStart(4),
    String(failures).padStart(8),
    String(kinds).padStart(5),
    String(wrongMerges.length).padStart(12),
    `${(pairsJoined * 100).toFixed(2)} %`.padStart(12),
    String(split.length).padStart(18),
  ].join('  ')}\n`;
}

function explain(seed: number, { wrongMerges, split }: Verdict, shown: number): void {
  const merges = wrongMerges
    .slice(0, shown)
    .map(({ signature, kinds }) => `  merged: ${kinds.join(' = ')}\n    ${signature}`);
  const several = split
    .slice(0, shown)
    .map(({ kind, pairsJoined, signatures }) =>
      [`  ${(pairsJoined * 100).toFixed(0)} % of ${kind}`, ...signatures.slice(0, 4).map((text) => `    ${text}`)].join(
        '\n'
      )
    );
  if (merges.length + several.length > 0) {
    process.stdout.write(`\nseed ${seed}\n${[...merges, ...several].join('\n')}\n`);
  }
}

void main().then((code) => (process.exitCode = code));
