import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Bodies as they were sent, for as long as their request lives. */
export type BodyTexts = Pick<WeakMap<FastifyRequest, string>, 'get'>;

/** Parses JSON as Fastify does, and nothing else, and remembers the text: JSON.parse rounds integers above 2^53. */
export function keepBodyTexts(app: FastifyInstance): BodyTexts {
  const texts = new WeakMap<FastifyRequest, string>();
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, text, done) => {
    texts.set(request, text);
    // Answers by `done`; nothing to wait for.
    void parse(request, text, done);
  });
  return texts;
}
