import type { FastifyInstance } from 'fastify';
import type { ServerResponse } from 'node:http';

/** What is answered when the controller stops may be read for so long: more than any reader that reads needs. */
const READ_MS = 3_000;

/**
 * Closing the listener closes connections that are idle at that moment. One whose answer is still on its way is not: it would
 * be kept for its client's next request, and a stop would wait for it for more than a minute; for one whose reader takes nothing, for ever.
 */
export function closeAnswered(app: FastifyInstance, stopping: AbortSignal): void {
  const answered = new Set<ServerResponse>();
  app.addHook('onSend', (_request, reply, _payload, done) => {
    answered.add(reply.raw);
    reply.raw.once('close', () => answered.delete(reply.raw));
    done();
  });
  app.addHook('onResponse', async () => {
    if (stopping.aborted) {
      // Idle a moment later.
      setImmediate(() => app.server.closeIdleConnections());
    }
  });
  const cutAll = () => setTimeout(() => answered.forEach((response) => response.destroy()), READ_MS).unref();
  stopping.addEventListener('abort', cutAll, { once: true });
}
