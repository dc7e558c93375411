import type { FastifyInstance } from 'fastify';

/** One line per answer. Never headers: they hold tokens. */
export function logRequests(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  app.addHook('onResponse', async (request, reply) => {
    const { method, url } = request;
    const line = { method, url, status: reply.statusCode, ms: Math.round(reply.elapsedTime * 10) / 10, ip: request.ip };
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
