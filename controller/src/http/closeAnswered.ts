import type { FastifyInstance } from 'fastify';

/**
 * Closing the listener closes connections that are idle at that moment. One whose answer is still on its way is not: it would
 * be kept for its client's next request, and a stop would wait for it for more than a minute.
 */
export function closeAnswered(app: FastifyInstance, stopping: AbortSignal): void {
  app.addHook('onResponse', async () => {
    if (stopping.aborted) {
      // Idle a moment later.
      setImmediate(() => app.server.closeIdleConnections());
    }
  });
}
