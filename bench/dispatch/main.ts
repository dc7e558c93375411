import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measureDispatch, measureEndToEnd, measureIngestion, type Measurement } from './measure';
import { startStage } from './stage';

const USAGE = `usage: npm run bench:dispatch -- [--jobs 2000] [--dispatch 20000] [--lines 500000] [--rounds 3]

Measures jobs per second on one real agent and on ten, of the controller alone, and log lines per second taken in.
`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      jobs: { type: 'string', default: '2000' },
      dispatch: { type: 'string', default: '20000' },
      lines: { type: 'string', default: '500000' },
      rounds: { type: 'string', default: '3' },
      help: { type: 'boolean' },
    },
  });
  const [jobs, dispatch, lines, rounds] = [values.jobs, values.dispatch, values.lines, values.rounds].map(Number);
  if (values.help || !jobs || !dispatch || !lines || !rounds) {
    process.stdout.write(USAGE);
    return values.help ? 0 : 2;
  }
  const folder = mkdtempSync(join(tmpdir(), 'openvcloud-bench-'));
  chmodSync(folder, 0o711); // PostgreSQL may have to run as another user
  const stage = await startStage(folder);
  try {
    process.stdout.write(`${heading()}\n\n${COLUMNS}\n`);
    for (let round = 1; round <= rounds; round++) {
      process.stdout.write(row(await measureDispatch(stage, 10, dispatch)));
      process.stdout.write(row(await measureIngestion(stage, 4, lines)));
      process.stdout.write(row(await measureEndToEnd(stage, 1, 16, jobs)));
      process.stdout.write(row(await measureEndToEnd(stage, 10, 4, jobs)));
    }
  } finally {
    await stage.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  return 0;
}

function heading(): string {
  const { length, [0]: first } = cpus();
  const memory = (totalmem() / 1024 ** 3).toFixed(0);
  return `${new Date().toISOString().slice(0, 10)}, ${length} cores (${first?.model ?? 'unknown'}), ${memory} GB, Node ${process.version}. CPU in seconds.`;
}

const COLUMNS = `| What | per second | seconds | CPU controller | PostgreSQL | agents with their jobs | machine | MB controller | MB agent | load |
|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|`;

function row({ what, units, seconds, cpu, memoryMb }: Measurement): string {
  const load = readFileSync('/proc/loadavg', 'utf8').split(' ')[0] ?? '';
  const perSecond = Math.round(units / seconds).toLocaleString('en');
  const figures = [cpu.controller, cpu.postgres, cpu.agents, cpu.machine].map((figure) => figure.toFixed(1));
  const memory = [memoryMb.controller, memoryMb.agent].map((figure) => (figure === 0 ? '–' : figure.toFixed(0)));
  return `| ${[what, perSecond, seconds.toFixed(1), ...figures, ...memory, load].join(' | ')} |\n`;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.stack : String(error));
    process.exit(1);
  }
);
