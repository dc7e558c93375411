import Fastify from 'fastify';
import { refuseOtherRoutes } from './contractRoutes';

describe('routes', () => {
  const app = Fastify({ exposeHeadRoutes: false });
  refuseOtherRoutes(app);
  const add = (method: string, url: string) => () => app.route({ method, url, handler: async () => ({}) });

  it.each([
    ['GET', '/api/v1/backdoor'],
    ['PUT', '/api/v1/jobs'],
    ['HEAD', '/api/v1/stream'],
    ['GET', '/api/v1/jobs/:id'],
  ])('that the contract does not have cannot be added: %s %s', (method, url) => {
    expect(add(method, url)).toThrow(`Expected a route of the contract, got ${method} ${url}`);
  });

  it.each([
    ['GET', '/api/v1/jobs'],
    ['HEAD', '/healthz'],
  ])('of the contract can: %s %s', (method, url) => {
    expect(add(method, url)).not.toThrow();
  });
});
