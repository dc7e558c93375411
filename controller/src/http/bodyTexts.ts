import { ENDPOINTS } from '@openvcloud/contract';
import type { FastifyInstance, FastifyRequest } from 'fastify';

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
    // Answers by `done`; nothing to wait for.
    void parse(request, text, done);
  });
  return texts;
}
