import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measureDispatch, measureIngestion, type Measurement } from '../dispatch/measure';
import { startStage, type Stage } from '../dispatch/stage';
import { SETTINGS, withSetting } from './cost';
import { EventLines } from './eventLines';
import { measureLatency } from './latency';
import { heading, LATENCY_COLUMNS, latencyRow, load } from './report';

const USAGE = `usage: npm run bench:stream -- [--streams 10] [--rate 1000] [--seconds 20] [--jobs 10000] [--lines 200000] [--rounds 2]

Measures how long after it is stored a log line is read from open streams of live changes, and what noting changes costs
dispatch and log ingestion: without it, with nobody reading, and with one stream of everything.
`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      streams: { type: 'string', default: '10' },
      rate: { type: 'string', default: '1000' },
      seconds: { type: 'string', default: '20' },
      jobs: { type: 'string', default: '10000' },
      lines: { type: 'string', default: '200000' },
      rounds: { type: 'string', default: '2' },
      help: { type: 'boolean' },
    },
  });
  const { streams, rate, seconds, jobs, lines, rounds } = values;
  const numbers = [streams, rate, seconds, jobs, lines, rounds].map(Number);
  if (values.help || !numbers.every((number) => number > 0)) {
    process.stdout.write(USAGE);
    return values.help ? 0 : 2;
  }
  const folder = mkdtempSync(join(tmpdir(), 'openvcloud-bench-'));
  chmodSync(folder, 0o711); // PostgreSQL may have to run as another user
  const stage = await startStage(folder);
  try {
    process.stdout.write(`${heading()}\n\n${LATENCY_COLUMNS}\n`);
    for (const count of [1, Number(streams)]) {
      process.stdout.write(
        latencyRow(await measureLatency(stage, count, Number(rate), Number(seconds), () => EventLines.open(stage)))
      );
    }
    process.stdout.write(`\n${COST_COLUMNS}\n`);
    for (let round = 1; round <= Number(rounds); round++) {
      await measureCosts(stage, Number(jobs), Number(lines));
    }
  } finally {
    await stage.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  return 0;
}

/** One after the other, so that what the machine does meanwhile hits all of them alike. */
async function measureCosts(stage: Stage, jobs: number, lines: number): Promise<void> {
  for (const setting of SETTINGS) {
    const measured = await withSetting(stage, setting, () => measureDispatch(stage, 10, jobs));
    process.stdout.write(costRow(`${setting}: jobs`, measured));
  }
  for (const setting of SETTINGS) {
    const measured = await withSetting(stage, setting, () => measureIngestion(stage, 4, lines));
    process.stdout.write(costRow(`${setting}: log lines`, measured));
  }
}

const COST_COLUMNS = `| What | per second | µs CPU each: controller | PostgreSQL | MB controller | load |
|---|---:|---:|---:|---:|---:|`;

function costRow(what: string, { units, seconds, cpu, memoryMb }: Measurement): string {
  const each = [cpu.controller, cpu.postgres].map((used) => ((used / units) * 1e6).toFixed(0));
  const perSecond = Math.round(units / seconds).toLocaleString('en');
  return `| ${[what, perSecond, ...each, memoryMb.controller.toFixed(0), load()].join(' | ')} |\n`;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.stack : String(error));
    process.exit(1);
  }
);
