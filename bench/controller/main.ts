import { mkdirSync } from 'node:fs';
import { pino } from 'pino';
import { openDatabase, type Database } from '../../controller/src/database/database';
import { startEmbeddedPostgres } from '../../controller/src/database/embedded/embeddedPostgres';
import { migrate } from '../../controller/src/database/migrate';
import { startBenchController, type BenchController } from './benchController';
import { benchGroups } from './cases/cases';
import { measureExports } from './export';
import { heading } from './heading';
import { findKnownJobs } from './cases/knownJobs';
import { HELP, readOptions, type BenchOptions } from './options';
import { psqlVersion } from './asked/psql';
import { measureReads, type MeasuredReads } from './reads';
import { keepNodesLive, seed, settleCounts } from './seed/seed';
import { readRecord, writeRecord, type SeedRecord } from './seed/seedRecord';
import { dayOf } from './seed/seedSpan';
import { targetReport } from './figures/targets';
import { describeTexts, indexTexts } from './seed/texts';
import { startWitness } from './witness';

const print = (text: string) => void process.stdout.write(text);

async function bench(options: BenchOptions): Promise<number> {
  const psql = psqlVersion();
  mkdirSync(options.data, { recursive: true });
  const found = readRecord(options.data, options);
  const log = pino({ level: 'warn' });
  const postgres = await startEmbeddedPostgres({ dataDir: options.data, log });
  const database = openDatabase({ url: postgres.url, log });
  try {
    await migrate(database, log);
    const record = found ?? (await fill(database, options));
    await (found === null ? Promise.resolve() : settleCounts(database));
    await keepNodesLive(database, Date.now());
    await indexTexts(database, record, Date.now(), log);
    const texts = await describeTexts(database, record);
    print(`${await heading(database, record, options, { psql, texts })}\n`);
    const { lines, failures } = await measureAllReads(database, postgres.url, record, options);
    const textsNow = await describeTexts(database, record);
    if (textsNow !== texts) {
      failures.push(
        `Expected the indexes of texts to stay as they were, now the days are: ${textsNow}. Measure again.`
      );
    }
    await withController(postgres.url, options, (controller) =>
      measureExports(database, controller, options.only, print)
    );
    print(`\n### Targets\n\n${targetReport(lines)}\n`);
    print(failures.length === 0 ? '' : `\n### Failed\n\n${failures.map((text) => `- ${text}`).join('\n')}\n`);
    return failures.length === 0 ? 0 : 1;
  } finally {
    await database.close();
    await postgres.stop();
  }
}

async function fill(database: Database, options: BenchOptions): Promise<SeedRecord> {
  const report = (message: string) => void process.stderr.write(`${message}\n`);
  const record = await seed(database, dayOf(Date.now()), { ...options, report });
  writeRecord(options.data, record);
  return record;
}

async function measureAllReads(
  database: Database,
  url: string,
  record: SeedRecord,
  options: BenchOptions
): Promise<MeasuredReads> {
  const now = Date.now();
  const groups = benchGroups(record, await findKnownJobs(database), now);
  const witness = await startWitness(database, options.data, now);
  try {
    return await withController(url, options, (controller) =>
      measureReads({ groups, url, controller, witness, database, options, print })
    );
  } finally {
    await witness.close();
  }
}

async function withController<Result>(
  url: string,
  { data }: BenchOptions,
  work: (controller: BenchController) => Promise<Result>
): Promise<Result> {
  const controller = await startBenchController(url, data);
  try {
    return await work(controller);
  } finally {
    await controller.stop();
  }
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === null) {
    print(HELP);
    return 0;
  }
  return bench(options);
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
);
