import { ENDPOINTS, ROLES, type Endpoint, type Role } from '@openvcloud/contract';
import type { FastifyInstance } from 'fastify';
import { startTestApp, type TestApp } from '../testing/app';

// A busy machine may be slow; a hang is still found.
jest.setTimeout(60_000);

const READ = ['viewer', 'operator', 'admin'] as const;
const ACT = ['operator', 'admin'] as const;
const ADMIN = ['admin'] as const;
const AGENT = ['agent'] as const;
const BRIDGE = ['bridge'] as const;
const ANYONE = 'anyone, without a token' as const;

/**
 * Who may call what: written here once more, so that nobody gives a route away by a slip in the contract. A new route needs
 * a line.
 */
const ALLOWED: Readonly<Record<string, readonly Role[] | typeof ANYONE>> = {
  'GET /healthz': ANYONE,
  'HEAD /healthz': ANYONE,
  'GET /readyz': ANYONE,
  'HEAD /readyz': ANYONE,
  'GET /metrics': ANYONE,
  'HEAD /metrics': ANYONE,
  'GET /openapi.json': ANYONE,
  'GET /api/v1/info': READ,
  'GET /api/v1/jobs': READ,
  'POST /api/v1/jobs': ACT,
  'DELETE /api/v1/jobs': ACT,
  'GET /api/v1/jobs/:guid': READ,
  'GET /api/v1/jobs/:guid/logs': READ,
  'POST /api/v1/jobs/:guid/cancel': ACT,
  'POST /api/v1/jobs/:guid/rerun': ACT,
  'GET /api/v1/logs': READ,
  'GET /api/v1/export': READ,
  'GET /api/v1/stream': READ,
  'GET /api/v1/batches/:guid': READ,
  'POST /api/v1/batches/:guid/cancel': ACT,
  'POST /api/v1/batches/:guid/rerun': ACT,
  'POST /api/v1/bulk-acts': ACT,
  'GET /api/v1/bulk-acts/:guid': READ,
  'POST /api/v1/bulk-acts/:guid/start': ACT,
  'POST /api/v1/bulk-acts/:guid/stop': ACT,
  'GET /api/v1/failures': READ,
  'GET /api/v1/failures/:key': READ,
  'POST /api/v1/failures/:key/acts': ACT,
  'GET /api/v1/stats/jobs': READ,
  'GET /api/v1/stats/logs': READ,
  'GET /api/v1/stats/durations': READ,
  'GET /api/v1/stats/nodes': READ,
  'GET /api/v1/values/:field': READ,
  'GET /api/v1/jumpscripts': READ,
  'GET /api/v1/jumpscripts/:id': READ,
  'GET /api/v1/nodes': READ,
  'PUT /api/v1/nodes/:nid': ACT,
  'PUT /api/v1/nodes/:nid/identity': ADMIN,
  'GET /api/v1/queues': READ,
  'GET /api/v1/sources': READ,
  'GET /api/v1/sources/:hash': READ,
  'GET /api/v1/audit': ACT,
  'GET /api/v1/tokens': ADMIN,
  'POST /api/v1/tokens': ADMIN,
  'DELETE /api/v1/tokens/:id': ADMIN,
  'POST /api/v1/agent/register': AGENT,
  'POST /api/v1/agent/work': AGENT,
  'POST /api/v1/agent/heartbeat': AGENT,
  'POST /api/v1/agent/reports': AGENT,
  'GET /api/v1/agent/jumpscripts/:hash': AGENT,
  'POST /api/v1/bridge/open': BRIDGE,
  'POST /api/v1/bridge/jobs': BRIDGE,
  'POST /api/v1/bridge/logs': BRIDGE,
  'POST /api/v1/bridge/nodes': BRIDGE,
  'POST /api/v1/bridge/jumpscripts': BRIDGE,
  'POST /api/v1/bridge/status': BRIDGE,
  'POST /api/v1/bridge/close': BRIDGE,
};

describe('who may call what', () => {
  let test: TestApp;
  let secrets: Record<Role, string>;
  beforeAll(async () => {
    test = await startTestApp();
    secrets = { ...test.tokens, agent: await test.agentToken(7), bridge: await test.bridgeToken('old-cloud') };
  });
  afterAll(() => test.close());

  const rows = Object.entries(ALLOWED);

  it('is decided for every route that is served, and for no other', () => {
    expect(routesOf(test.app).sort()).toEqual(rows.map(([route]) => route).sort());
  });

  it('is in the contract as it is here', () => {
    const contract = Object.values<Endpoint>(ENDPOINTS).map(({ method, path, roles }) => [
      `${method} ${path}`,
      roles.length === 0 ? ANYONE : [...roles],
    ]);
    expect(Object.fromEntries(contract)).toEqual(
      Object.fromEntries(rows.filter(([route]) => !route.startsWith('HEAD')))
    );
  });

  describe.each(rows)('%s', (route, allowed) => {
    it.each(ROLES)('lets %s in or not, as it stands here', async (role) => {
      const { status } = await ask(route, secrets[role]);
      const isAllowed = allowed === ANYONE || allowed.includes(role);
      expect(isAllowed ? ![401, 403, 500].includes(status) : status === 403).toBe(true);
    });

    it('wants a token, unless it is for anyone', async () => {
      const { status, headers } = await ask(route);
      expect(status).toBe(allowed === ANYONE ? 200 : 401);
      expect(String(headers['www-authenticate'])).toMatch(allowed === ANYONE ? /^undefined$/ : /^Bearer /);
    });
  });

  function ask(route: string, token?: string) {
    const [method, path = ''] = route.split(' ');
    const url = path
      .replace(':guid', '019e830e-12f8-7d6b-8d9e-7148e9452dc8')
      .replace(':id', 'nobody')
      .replace(':nid', '7')
      .replace(':field', 'cmd')
      .replace(':hash', 'a'.repeat(64));
    return test.call({
      method: method === 'POST' || method === 'PUT' || method === 'DELETE' || method === 'HEAD' ? method : 'GET',
      // A stream would never end: one with a wrong query does.
      url: `${url}${path.endsWith('/stream') ? '?nonsense=true' : ''}`,
      token,
      ...(method === 'POST' || method === 'PUT' ? { payload: { nonsense: true } } : {}),
    });
  }
});

/** What Fastify serves, by its own list: `    ├── /:guid (GET, HEAD)` under `├── /api/v1/jobs (GET)`. */
function routesOf(app: FastifyInstance): string[] {
  const above: string[] = [];
  return app
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => {
      const [, indent, part = '', methods = ''] = /^([│ ]*)[├└]── (\S+) \(([A-Z, ]+)\)$/.exec(line) ?? [];
      if (indent === undefined) {
        throw new Error(`Expected a line of Fastify's list of routes, got ${JSON.stringify(line)}`);
      }
      above.splice(indent.length / 4, Infinity, part);
      return methods.split(', ').map((method) => `${method} ${above.join('')}`);
    });
}
