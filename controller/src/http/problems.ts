import { ENDPOINTS, type Endpoint } from '@openvcloud/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from '../errors/errors';
import { methodsOf } from './contractRoutes';
import { toApiError } from '../errors/toApiError';

/** Makes every error, also Fastify's own, an application/problem+json. */
export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => sendProblem(request, reply, toApiError(error)));
  app.setNotFoundHandler((request, reply) => sendProblem(request, reply, notFound(request.method, request.url)));
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, error: ApiError): FastifyReply {
  if (error.status >= 500) {
    request.log.error({ err: error.more.cause ?? error, code: error.code }, error.message);
  }
  return reply
    .code(error.status)
    .headers({ ...error.more.headers })
    .type('application/problem+json')
    .serializer((body: unknown) => JSON.stringify(body))
    .send(error.toProblem(request.id));
}

const PATTERNS = Object.values<Endpoint>(ENDPOINTS).map((endpoint) => ({
  methods: methodsOf(endpoint),
  pattern: new RegExp(`^${endpoint.path.replace(/:\w+/g, '[^/]+')}$`),
}));

function notFound(method: string, url: string): ApiError {
  const path = url.split('?')[0] ?? '';
  const allowed = [...new Set(PATTERNS.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods))];
  if (allowed.length > 0) {
    return new ApiError('METHOD_NOT_ALLOWED', `Expected ${allowed.join(' or ')} for ${path}, got ${method}.`, {
      headers: { allow: allowed.join(', ') },
    });
  }
  return new ApiError('NO_ROUTE', `Expected the path of an endpoint, got ${method} ${path.slice(0, 200)}.`);
}
