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
import type { Look, Witness } from './witness';

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

async function measureCase(one: BenchCase, sides: Sides): Promise<{ line: MeasuredLine; text: string }> {
  const look = await sides.witness.look(one);
  const scanned = look.isApiTooSlow ? null : await rowsScanned(sides.database, look.statements);
  const columns = await measureColumns(one, look, sides);
  const { name, targets, first } = one;
  const row = { name, size: look.agreed?.size ?? null, remark: look.agreed?.remark ?? '', scanned };
  return { line: { name, targets, first, ...columns }, text: tableRow({ ...row, ...columns }, TOO_LONG) };
}

const NEVER: Batch = () => Promise.resolve(null);

async function measureColumns(
  one: BenchCase,
  { agreed, isApiTooSlow, isSqlTooSlow }: Look,
  { api, psql, options }: Sides
): Promise<Pick<MeasuredLine, 'api' | 'sql'>> {
  const sql = agreed?.sql ?? one.sql.at(-1) ?? '';
  const [apiColumn = null, sqlColumn = null] = await measureInTurns(
    [isApiTooSlow ? NEVER : api.batch(one.path), isSqlTooSlow ? NEVER : psql.batch(sql)],
    { samples: options.requests, clients: options.clients, budgetMs: COLUMN_BUDGET_MS }
  );
  return { api: apiColumn, sql: sqlColumn };
}
