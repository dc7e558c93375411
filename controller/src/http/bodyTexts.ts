import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Bodies as they were sent, for as long as their request lives. */
export type BodyTexts = Pick<WeakMap<FastifyRequest, string>, 'get'>;

/**
 * Parses JSON as Fastify does, and nothing else, and remembers the text: JSON.parse rounds integers above 2^53. A key like
 * __proto__ is a key: args and results are given on as they came, never merged into anything, and no other part of a body
 * takes keys that the contract does not name.
 */
export function keepBodyTexts(app: FastifyInstance): BodyTexts {
  const texts = new WeakMap<FastifyRequest, string>();
  const parse = app.getDefaultJsonParser('ignore', 'ignore');
  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, text, done) => {
    texts.set(request, text);
    // Answers by `done`; nothing to wait for.
    void parse(request, text, done);
  });
  return texts;
}
