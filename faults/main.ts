import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runFaults } from './runFaults';
import { toTable } from './judge/table';
import { hasPassed } from './judge/verdict';

const USAGE = `usage: npm run faults -- [--jobs 10000] [--seed 1] [--hostile 0.1] [--run-as USER]

Runs jobs on three agents of two controllers on one PostgreSQL, kills all of them at random, breaks connections, fills a
spool, floods a log, stalls agents and connections for longer than a lease, and then compares outcomes and every line with
what the JumpScripts noted: nothing may be lost, altered or there twice but for what a fault that struck explains.
--hostile is the share of requests for a job that does all they can to be wrong (forge, steal, flood, hog, flee): each has to end exactly as
its kind does, and may touch nobody else. With --run-as, as root, JumpScripts run as that user (AGENT_RUN_AS).
Exit code 1 when something is, or when too little was compared.
`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      jobs: { type: 'string', default: '10000' },
      seed: { type: 'string', default: '1' },
      hostile: { type: 'string', default: '0.1' },
      'run-as': { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  const [jobs, seed, hostile] = [Number(values.jobs), Number(values.seed), Number(values.hostile)];
  const isSound = Number.isInteger(jobs) && jobs >= 50 && Number.isInteger(seed) && hostile >= 0 && hostile <= 1;
  if (values.help || !isSound) {
    const fault = 'faults: expected --jobs of at least 50, a whole --seed and --hostile from 0 to 1\n';
    process.stdout.write(`${values.help ? '' : fault}${USAGE}`);
    return values.help ? 0 : 2;
  }
  const folder = mkdtempSync(join(tmpdir(), 'openvcloud-faults-'));
  chmodSync(folder, 0o711); // PostgreSQL may have to run as another user
  const say = (message: string): void =>
    console.log(`${String(Math.round(process.uptime())).padStart(5)} s ${message}`);
  const report = await runFaults({ jobs, seed, hostile, runAs: values['run-as'], folder, say });
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
