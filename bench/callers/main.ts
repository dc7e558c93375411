import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startStage } from '../dispatch/stage';
import { measureCallers, type CallersMeasurement } from './measureCallers';

const USAGE = `usage: npm run bench:callers -- [--callers 60] [--agents 10] [--seconds 20] [--rounds 3]

Measures what agents get done while many callers ask one controller for jobs as fast as it answers, and how long heartbeats take.
`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      callers: { type: 'string', default: '60' },
      agents: { type: 'string', default: '10' },
      seconds: { type: 'string', default: '20' },
      rounds: { type: 'string', default: '3' },
      help: { type: 'boolean' },
    },
  });
  const [callers, agents, seconds, rounds] = [values.callers, values.agents, values.seconds, values.rounds].map(Number);
  if (values.help || !callers || !agents || !seconds || !rounds) {
    process.stdout.write(USAGE);
    return values.help ? 0 : 2;
  }
  const folder = mkdtempSync(join(tmpdir(), 'openvcloud-callers-'));
  chmodSync(folder, 0o711); // PostgreSQL may have to run as another user
  const stage = await startStage(folder);
  try {
    process.stdout.write(COLUMNS);
    for (let round = 0; round < rounds; round++) {
      process.stdout.write(row(callers, await measureCallers(stage, { callers, agents, seconds })));
    }
  } finally {
    await stage.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  return 0;
}

const COLUMNS = `| callers | accepted/s | refused/s | failed/s | done/s | heartbeat p50 ms | p95 | most | POST p95 ms |
|---:|---:|---:|---:|---:|---:|---:|---:|---:|
`;

function row(callers: number, measured: CallersMeasurement): string {
  const { seconds, accepted, refused, failed, done, heartbeatMs, postMs } = measured;
  const rates = [accepted, refused, failed, done].map((count) => (count / seconds).toFixed(1));
  const times = [...[0.5, 0.95, 1].map((share) => part(heartbeatMs, share)), part(postMs, 0.95)];
  return `| ${[callers, ...rates, ...times.map((ms) => ms.toFixed(0))].join(' | ')} |\n`;
}

/** The value below which this share of them lies; 0 of none. */
function part(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  }
);
