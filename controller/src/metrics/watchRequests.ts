import type { FastifyInstance } from 'fastify';
import { loggedPath } from '../http/loggedPath';
import type { Metrics } from './metrics';
import { clientAddress } from '../http/trustedProxies';

/** One log line and one measurement per answer. Never headers and queries: they hold tokens. */
export function watchRequests(app: FastifyInstance, metrics: Metrics): void {
  app.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  app.addHook('onResponse', async (request, reply) => {
    const { method } = request;
    const url = loggedPath(request);
    const ms = Math.round(reply.elapsedTime * 10) / 10;
    const line = { method, url, status: reply.statusCode, ms, ip: clientAddress(request) };
    metrics.observeRequest(method, request.routeOptions.url ?? 'unknown', reply.statusCode, reply.elapsedTime / 1000);
    // Agents poll all the time: what went well is worth a line only to whoever debugs.
    if (reply.statusCode >= 500) {
      request.log.error(line, 'request failed');
    } else if (reply.statusCode >= 400) {
      request.log.info(line, 'request refused');
    } else {
      request.log.debug(line, 'request answered');
    }
  });
}
