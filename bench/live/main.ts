import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startStage } from '../dispatch/stage';
import { measureLatency } from '../stream/latency';
import { heading, LATENCY_COLUMNS, latencyRow } from '../stream/report';
import { startBackend, type Backend } from './backend';
import { LiveReader } from './liveReader';

const USAGE = `usage: npm run bench:live -- [--viewers 10] [--rate 1000] [--seconds 20]

Measures how long after it is stored a log line reaches the viewers of a channel of Grafana Live: through the controller's
stream, the data source's built backend and the plugin protocol. Fails when a line is missing, twice or out of order, or
when more than 5 % of them take over a second.
`;
const UID = 'jobs';
/** Line stored → line at its viewer. */
const MOST_MS = 1000;

/** Undefined: what they are for is asked, or they are no numbers. */
function readOptions(): { viewers: number; rate: number; seconds: number } | undefined {
  const { values } = parseArgs({
    options: {
      viewers: { type: 'string', default: '10' },
      rate: { type: 'string', default: '1000' },
      seconds: { type: 'string', default: '20' },
      help: { type: 'boolean' },
    },
  });
  const [viewers = 0, rate = 0, seconds = 0] = [values.viewers, values.rate, values.seconds].map(Number);
  return !values.help && viewers > 0 && rate > 0 && seconds > 0 ? { viewers, rate, seconds } : undefined;
}

async function main(): Promise<number> {
  const options = readOptions();
  if (options === undefined) {
    process.stdout.write(USAGE);
    return 2;
  }
  const { viewers, rate, seconds } = options;
  const folder = mkdtempSync(join(tmpdir(), 'openvcloud-bench-'));
  chmodSync(folder, 0o711); // PostgreSQL may have to run as another user
  const stage = await startStage(folder);
  const readers: LiveReader[] = [];
  let backend: Backend | undefined;
  try {
    const { url } = (backend = await startBackend(folder, UID, stage.url, stage.viewerToken));
    process.stdout.write(`${heading()}\n\n${LATENCY_COLUMNS}\n`);
    const open = async () => {
      const reader = await LiveReader.open(url, UID);
      readers.push(reader);
      return reader;
    };
    const latency = await measureLatency(stage, viewers, rate, seconds, open);
    process.stdout.write(latencyRow(latency));
    const isQuick = latency.stored.p95 <= MOST_MS;
    if (!isQuick) {
      process.stdout.write(
        `MISSED: expected 95 % of the lines within ${MOST_MS} ms, got ${latency.stored.p95.toFixed(0)} ms.\n`
      );
    }
    return readers.map((reader, viewer) => isWhole(reader, viewer, latency.lines)).every(Boolean) && isQuick ? 0 : 1;
  } finally {
    await backend?.stop();
    await stage.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function isWhole({ lines, continuities }: LiveReader, viewer: number, expected: number): boolean {
  const outOfPlace = lines.findIndex(({ seq }, place) => seq !== place + 1);
  const wrong = outOfPlace === -1 ? lines.length : outOfPlace;
  if (wrong === expected && lines.length === expected && continuities.size === 1) {
    return true;
  }
  process.stdout.write(
    `Viewer ${viewer + 1}: expected line ${wrong + 1}, got ${lines[wrong] === undefined ? 'none' : `line ${lines[wrong].seq}`}; ${continuities.size - 1} gaps were told.\n`
  );
  return false;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.stack : String(error));
    process.exit(1);
  }
);
