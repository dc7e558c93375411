import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { buildApp } from '../../controller/src/app';
import { readConfig } from '../../controller/src/config';
import type { Database } from '../../controller/src/database/database';
import { buildServices } from '../../controller/src/services';
import type { BenchCase } from './cases/benchCase';
import { isOutOfTime } from './asked/outOfTime';
import { recording, type Recorded } from './asked/rowsScanned';
import { agree, type Agreed } from './asked/sameAnswer';

export interface Look {
  /** Null: one of the two did not answer in time. */
  agreed: Agreed | null;
  isApiTooSlow: boolean;
  isSqlTooSlow: boolean;
  /** What the API asked the database. */
  statements: readonly Recorded[];
}

/** The controller's own app in this process: tells what it asks of the database, and whether its answer is right. Never timed. */
export interface Witness {
  look(one: BenchCase): Promise<Look>;
  close(): Promise<void>;
}

/** `now`: its clock, which stands still. */
export async function startWitness(database: Database, folder: string, now: number): Promise<Witness> {
  const recorded = recording(database);
  const stopping = new AbortController();
  const services = buildServices({
    config: readConfig({ DATA_DIR: folder, JUMPSCRIPTS_DIR: folder }, '/'),
    database: recorded.database,
    log: pino({ level: 'fatal' }),
    now: () => now,
    stopping: stopping.signal,
  });
  const { token } = await services.tokens.create({ name: 'bench', role: 'viewer', nid: null, grid: 'all' });
  const app = await buildApp(services);
  return {
    look: async (one) => {
      recorded.take();
      const answer = await ask(app, token, one.path);
      const statements = recorded.take().filter(({ sql }) => !sql.text.includes('tokens'));
      if (answer === null) {
        return { agreed: null, isApiTooSlow: true, isSqlTooSlow: false, statements };
      }
      try {
        const agreed = await agree(one, answer.body, (text) => database.read({ text, values: [] }));
        return { agreed, isApiTooSlow: false, isSqlTooSlow: false, statements };
      } catch (error) {
        if (!isOutOfTime(error)) {
          throw error;
        }
        return { agreed: null, isApiTooSlow: false, isSqlTooSlow: true, statements };
      }
    },
    close: async () => {
      stopping.abort();
      await app.close();
    },
  };
}

/** Null: it took longer than a read may. */
async function ask(app: FastifyInstance, token: string, path: string): Promise<{ body: unknown } | null> {
  const response = await app.inject({ url: path, headers: { authorization: `Bearer ${token}` } });
  if (response.statusCode === 503 && response.body.includes('QUERY_BUDGET')) {
    return null;
  }
  if (response.statusCode !== 200) {
    throw new Error(`Expected 200 for ${path}, got ${response.statusCode}: ${response.body.slice(0, 300)}`);
  }
  const body: unknown = JSON.parse(response.body);
  return { body };
}
