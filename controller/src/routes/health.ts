import { buildOpenApi } from '@openvcloud/contract';
import { version } from '../../package.json';
import { ApiError } from '../errors/errors';
import { answerWithin } from '../database/answerWithin';
import { RawAnswer, type Handlers } from '../http/handler';
import type { Services } from './services';

const READY_MS = 2_000;

export function healthRoutes({
  database,
  metrics,
  pulse,
}: Services): Handlers<'getHealth' | 'getReady' | 'getMetrics' | 'getOpenApi'> {
  const openApi = new RawAnswer('application/json; charset=utf-8', JSON.stringify(buildOpenApi(version)));
  return {
    getHealth: async () => ({ status: 'ok', version }),
    getReady: async ({ signal }) => {
      const sql = { text: 'select 1 from migrations limit 1', values: [] };
      const reading = database.read(sql, { signal, budgetMs: READY_MS, name: 'ready' });
      await answerWithin(READY_MS, Promise.all([reading, pulse.beat()]));
      return { status: 'ready', version };
    },
    getMetrics: async ({ signal, caller }) => {
      if (caller.gid !== null) {
        throw new ApiError('FORBIDDEN', 'Expected a token that reads all grids: these are numbers of all of them.');
      }
      return new RawAnswer(metrics.registry.contentType, await metrics.scrape(signal));
    },
    getOpenApi: async () => openApi,
  };
}
