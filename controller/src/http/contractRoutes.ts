import { ENDPOINTS, type Endpoint } from '@openvcloud/contract';
import type { FastifyInstance } from 'fastify';

/** Every method and path the contract has, as Fastify names them. */
const ROUTES: ReadonlySet<string> = new Set(
  Object.values<Endpoint>(ENDPOINTS).flatMap((endpoint) =>
    methodsOf(endpoint).map((method) => `${method} ${endpoint.path}`)
  )
);

/** HEAD only where a probe may ask for it: elsewhere the handler would work for an answer that nobody reads. */
export function methodsOf({ method, takesHead = false }: Endpoint): string[] {
  return takesHead ? [method, 'HEAD'] : [method];
}

/** Whoever adds a route beside the contract would add it beside authentication, too: the controller does not start then. */
export function refuseOtherRoutes(app: FastifyInstance): void {
  app.addHook('onRoute', ({ method, url }) => {
    const other = [method].flat().find((one) => !ROUTES.has(`${one} ${url}`));
    if (other !== undefined) {
      throw new Error(`Expected a route of the contract, got ${other} ${url}. Add it to contract/src/endpoints/.`);
    }
  });
}
