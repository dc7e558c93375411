import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { RequestTrace, Tracing } from './tracing';
import { loggedPath } from '../http/loggedPath';

/** Every request as a trace, from its headers to the last byte of its answer. */
export function traceRequests(app: FastifyInstance, tracing: Tracing): void {
  const traces = new WeakMap<FastifyRequest, RequestTrace>();
  app.addHook('onRequest', (request, reply, done) => {
    const { method, id: requestId, headers } = request;
    const route = request.routeOptions.url ?? 'unknown';
    const trace = tracing.request({ method, route, path: loggedPath(request), requestId, headers });
    traces.set(request, trace);
    reply.raw.once('close', () => trace.end(reply.statusCode, !reply.raw.writableFinished));
    trace.within(done);
  });
  // Again: a body is read by events of its connection, which belong to no request.
  app.addHook('preValidation', (request, _reply, done) => {
    const trace = traces.get(request);
    return trace === undefined ? done() : trace.within(done);
  });
}
