import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { STAT_STEPS_MS } from '@openvcloud/contract';
import { openDatabase, type Database } from '../../controller/src/database/database';
import { startEmbeddedPostgres } from '../../controller/src/database/embedded/embeddedPostgres';
import { migrate } from '../../controller/src/database/migrate';
import { makePartitions } from '../../controller/src/database/partitions';
import { measureNodes } from '../../controller/src/nodes/nodeStats';
import { nodeStatQuestion } from '../../controller/src/query/question';
import { insertStats } from '../../controller/src/reports/insertStats';

/**
 * `npm run bench:nodestats -- 10`: graphs of so many nodes' stats over a month, as a controller answers them, and what storing a
 * report of samples takes. Everything is kept as by agents that reported every ten seconds for 30 days.
 */
const DAY_MS = 86_400_000;
const DAYS = 30;
const STATS = 30;
const ROUNDS = 20;

const print = (text: string) => void process.stdout.write(`${text}\n`);
const nameOf = (stat: number) => (stat < 15 ? `stat${stat}` : `stat${stat}:device`);

async function seed(database: Database, nodes: number, now: number): Promise<void> {
  await makePartitions(database, now, { daysBack: DAYS + 1 });
  for (let nid = 1; nid <= nodes; nid++) {
    const stats = Object.fromEntries(Array.from({ length: STATS }, (_, stat) => [nameOf(stat), 1]));
    await database.query({
      text: `insert into nodes (gid, nid, name, roles, addresses, session_id, agent_version, workers, registered_at, last_seen, stats, stats_time)
             values (1, $1, 'node-' || $1::integer, '{}', '{}', 's', '1', '{}', $2, $2, $3, $2)`,
      values: [nid, now, JSON.stringify(stats)],
    });
    for (const stepMs of STAT_STEPS_MS) {
      await database.transaction(async (transaction) => {
        await transaction.liftTimeLimit();
        await transaction.query({
          text: `insert into node_stat_steps (gid, nid, name, step_ms, time, samples, total, least, greatest)
                 select 1, $1, name, $2, time, $2 / 10000, 50 * $2 / 10000, 0, 100
                 from unnest($3::text[]) as name, generate_series($4::bigint, $5::bigint, $2::bigint) as time`,
          values: [nid, stepMs, Object.keys(stats), Math.floor((now - DAYS * DAY_MS) / stepMs) * stepMs, now],
        });
      });
    }
  }
  await database.query({ text: 'analyze node_stat_steps', values: [] });
}

/** The median and the slowest of the rounds, in milliseconds. */
async function time(what: string, run: (round: number) => Promise<string>): Promise<void> {
  const taken: number[] = [];
  let answered = '';
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now();
    answered = await run(round);
    taken.push(performance.now() - started);
  }
  taken.sort((one, other) => one - other);
  print(
    `| ${what} | ${answered} | ${taken[ROUNDS / 2]?.toFixed(0)} | ${taken.at(-2)?.toFixed(0)} | ${taken.at(-1)?.toFixed(0)} |`
  );
}

async function measure(database: Database, nodes: number, now: number): Promise<void> {
  const asked = async (filter: string[], days: number, bucketMs: number): Promise<string> => {
    const range = { from: now - days * DAY_MS, to: now, bucketMs };
    const answer = await measureNodes(database, { ...range, question: nodeStatQuestion({ filter }) }, now, {});
    const bytes = JSON.stringify(answer).length;
    return `${answer.series.length} × ${answer.times.length}, ${Math.round(bytes / 1024)} kB`;
  };
  print('| graph | series × buckets | p50 ms | p95 ms | max ms |\n|---|---|---:|---:|---:|');
  await time('30 days, one stat of one node', () => asked(['nid|=|1', 'stat|=|stat1'], 30, 45 * 60_000));
  await time(`30 days, one stat of ${nodes} nodes`, () => asked(['stat|=|stat1'], 30, 45 * 60_000));
  await time(`30 days, all ${STATS} stats of one node`, () => asked(['nid|=|1'], 30, 45 * 60_000));
  await time(`30 days, 4 stats of ${nodes} nodes`, () => asked(['stat|in|stat1|stat2|stat3|stat4'], 30, 45 * 60_000));
  await time(`7 days, 4 stats of ${nodes} nodes`, () => asked(['stat|in|stat1|stat2|stat3|stat4'], 7, 600_000));
  await time(`storing a report of ${STATS} samples`, async (round) => {
    const stats = Array.from({ length: STATS }, (_, stat) => ({
      name: nameOf(stat),
      time: now + round * 10_000,
      value: round,
    }));
    await database.transaction((transaction) => insertStats(transaction, { gid: 1, nid: 1 }, stats));
    return '–';
  });
}

async function main(): Promise<void> {
  const nodes = Number(process.argv[2] ?? 10);
  const dataDir = mkdtempSync(join(tmpdir(), 'openvcloud-bench-'));
  const log = pino({ level: 'warn' });
  const postgres = await startEmbeddedPostgres({ dataDir, log });
  const database = openDatabase({ url: postgres.url, log });
  try {
    await migrate(database, log);
    const now = Math.floor(Date.now() / 1000) * 1000;
    await seed(database, nodes, now);
    await measure(database, nodes, now);
  } finally {
    await database.close();
    await postgres.stop();
    rmSync(join(dataDir), { recursive: true, force: true });
  }
}

void main();
