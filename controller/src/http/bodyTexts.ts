import { ENDPOINTS, LIMITS } from '@openvcloud/contract';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isDeeperThan } from '../dispatch/jsonDepth';
import { ApiError } from '../errors';

/** Bodies as they were sent, for as long as their request lives. */
export type BodyTexts = Pick<WeakMap<FastifyRequest, string>, 'get'>;

/**
 * Parses JSON as Fastify does, and nothing else, and remembers the text: JSON.parse rounds integers above 2^53.
 * A key like __proto__ in what an agent reports is part of what a JumpScript returned: it is stored, never merged into anything.
 */
export function keepBodyTexts(app: FastifyInstance): BodyTexts {
  const texts = new WeakMap<FastifyRequest, string>();
  const strict = app.getDefaultJsonParser('error', 'error');
  const asItIs = app.getDefaultJsonParser('ignore', 'ignore');
  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, text, done) => {
    texts.set(request, text);
    const parse = request.routeOptions.url === ENDPOINTS.report.path ? asItIs : strict;
    // Answers by its callback; nothing to wait for.
    void parse(request, text, (error, body) => done(error ?? depthFault(body), body));
  });
  return texts;
}

function depthFault(body: unknown): ApiError | null {
  return isDeeperThan(LIMITS.bodyDepth, body)
    ? new ApiError(
        'BAD_BODY',
        `Expected a JSON body of at most ${LIMITS.bodyDepth} levels of lists and objects, got a deeper one.`
      )
    : null;
}
