import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runFaults } from './runFaults';
import { toTable } from './judge/table';
import { hasPassed } from './judge/verdict';

const USAGE = `usage: npm run faults -- [--jobs 10000] [--seed 1]

Runs jobs on three agents of two controllers on one PostgreSQL, kills all of them at random, breaks connections, fills a
spool, floods a log, stalls agents and connections for longer than a lease, and then compares outcomes and every line with
what the JumpScripts noted: nothing may be lost, altered or there twice but for what a fault that struck explains.
Exit code 1 when something is, or when too little was compared.
`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      jobs: { type: 'string', default: '10000' },
      seed: { type: 'string', default: '1' },
      help: { type: 'boolean' },
    },
  });
  const [jobs, seed] = [Number(values.jobs), Number(values.seed)];
  if (values.help || !Number.isInteger(jobs) || jobs < 50 || !Number.isInteger(seed)) {
    process.stdout.write(`${values.help ? '' : 'faults: expected --jobs of at least 50 and a whole --seed\n'}${USAGE}`);
    return values.help ? 0 : 2;
  }
  const folder = mkdtempSync(join(tmpdir(), 'openvcloud-faults-'));
  chmodSync(folder, 0o711); // PostgreSQL may have to run as another user
  const say = (message: string): void =>
    console.log(`${String(Math.round(process.uptime())).padStart(5)} s ${message}`);
  const report = await runFaults({ jobs, seed, folder, say });
  console.log(`\n${toTable(report)}`);
  if (hasPassed(report.verdict)) {
    rmSync(folder, { recursive: true, force: true });
    return 0;
  }
  console.log(`\nSeed ${seed}; logs and data are kept in ${folder}.\n${report.verdict.suspects.join('\n')}`);
  return 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.stack : String(error));
    process.exit(1);
  }
);
