import { READ_BUDGET_MS, type Database } from '../../controller/src/database/database';
import { ApiClients } from './asked/apiClients';
import type { BenchCase, CaseGroup } from './cases/benchCase';
import type { BenchController } from './benchController';
import { measureInTurns, type Batch } from './figures/measure';
import type { BenchOptions } from './options';
import { PsqlClients } from './asked/psqlClients';
import { rowsScanned } from './asked/rowsScanned';
import { tableRow, TABLE_HEAD } from './figures/table';
import type { MeasuredLine } from './figures/targets';
import type { Witness } from './witness';

/** Longest time spent on one column of one line. */
const COLUMN_BUDGET_MS = 5_000;
const TOO_LONG = `> ${READ_BUDGET_MS / 1000} s`;

export interface ReadsToMeasure {
  groups: readonly CaseGroup[];
  /** Of PostgreSQL. */
  url: string;
  controller: BenchController;
  witness: Witness;
  database: Database;
  options: BenchOptions;
  print: (text: string) => void;
}

export interface MeasuredReads {
  lines: MeasuredLine[];
  /** Lines that are missing, and why. */
  failures: string[];
}

/** Prints the lines group by group, as they come. */
export async function measureReads(reads: ReadsToMeasure): Promise<MeasuredReads> {
  const { groups, controller, witness, database, url, options, print } = reads;
  const api = new ApiClients(controller.origin, controller.token, options.clients);
  const psql = new PsqlClients(url, options.clients);
  const measured: MeasuredReads = { lines: [], failures: [] };
  try {
    for (const { title, cases } of groups) {
      const wanted = cases.filter(({ name }) => options.only.test(`${title}: ${name}`));
      print(wanted.length === 0 ? '' : `\n### ${title}\n\n${TABLE_HEAD}\n`);
      for (const one of wanted) {
        try {
          const { line, text } = await measureCase(one, { witness, database, api, psql, options });
          measured.lines.push(line);
          print(`${text}\n`);
        } catch (error) {
          measured.failures.push(`${one.name}: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
    }
    return measured;
  } finally {
    api.close();
    await psql.close();
  }
}

interface Sides {
  witness: Witness;
  database: Database;
  api: ApiClients;
  psql: PsqlClients;
  options: BenchOptions;
}

async function measureCase(
  one: BenchCase,
  { witness, database, api, psql, options }: Sides
): Promise<{ line: MeasuredLine; text: string }> {
  const { agreed, isApiTooSlow, isSqlTooSlow, statements } = await witness.look(one);
  const scanned = isApiTooSlow ? null : await rowsScanned(database, statements);
  const never: Batch = () => Promise.resolve(null);
  const sql = agreed?.sql ?? one.sql.at(-1) ?? '';
  const [apiColumn = null, sqlColumn = null] = await measureInTurns(
    [isApiTooSlow ? never : api.batch(one.path), isSqlTooSlow ? never : psql.batch(sql)],
    { samples: options.requests, clients: options.clients, budgetMs: COLUMN_BUDGET_MS }
  );
  const { name, targets, first } = one;
  const row = { name, size: agreed?.size ?? null, remark: agreed?.remark ?? '', scanned };
  return {
    line: { name, targets, first, api: apiColumn, sql: sqlColumn },
    text: tableRow({ ...row, api: apiColumn, sql: sqlColumn }, TOO_LONG),
  };
}
