import { ENDPOINTS, type Endpoint } from '@openvcloud/contract';
import { startTestApp, type TestApp } from '../testing/app';

const GUID = '00000000-0000-7000-8000-000000000000';
const EVERY = Object.entries<Endpoint>(ENDPOINTS).map(([name, endpoint]) => ({ name, ...endpoint }));
/** Of paths: anything that fits their schema. */
const SAMPLES: Readonly<Record<string, string>> = { nid: '1', hash: 'a'.repeat(64), field: 'cmd' };

describe('what an address asks that the API does not know', () => {
  let test: TestApp;
  let agent: string;
  let bridge: string;
  beforeAll(async () => {
    test = await startTestApp();
    agent = await test.agentToken(1);
    bridge = await test.bridgeToken('old');
  });
  afterAll(() => test.close());

  const ask = ({ method, path, roles }: Endpoint, query: string) =>
    test.call({
      method,
      url: `${path.replace(/:(\w+)/g, (_, name: string) => SAMPLES[name] ?? GUID)}?${query}`,
      token: roles.includes('agent') ? agent : roles.includes('bridge') ? bridge : test.tokens.admin,
      ...(method === 'GET' ? {} : { payload: {} }),
    });

  it.each(EVERY)('is refused by $method $path, with what is known', async (endpoint) => {
    for (const [query, unknown] of [
      ['filters=state|=|OK', 'filters'],
      ['Limit=5', 'Limit'],
      ['__proto__=1', '__proto__'],
    ] as const) {
      const { body } = await ask(endpoint, query);
      expect(body).toMatchObject({ status: 400, code: 'BAD_PARAMETER' });
      const { detail } = body as { detail: string };
      const known = Object.keys(endpoint.query?.properties ?? {});
      expect(detail).toContain(known.length === 0 ? 'no query parameters' : known.join(', '));
      expect(detail).toContain(`"${unknown}"`);
    }
  });

  const parameters = EVERY.flatMap((endpoint) =>
    Object.keys(endpoint.query?.properties ?? {})
      .filter((name) => /filter$/i.test(name))
      .map((parameter) => ({
        ...endpoint,
        parameter,
        more: endpoint.method === 'GET' && endpoint.query?.required?.includes('from') ? '&from=0&to=1' : '',
      }))
  );
  it.each(parameters)(
    'as a field or an operator is refused by $path, in $parameter',
    async ({ parameter, more, ...endpoint }) => {
      for (const [filter, code, told] of [
        ['stata|=|OK', 'UNKNOWN_FILTER_FIELD', 'one of '],
        ['gid|equals|1', 'UNKNOWN_FILTER_OPERATOR', 'for gid, one of =, !=, in'],
        ['gid|contains|1', 'UNKNOWN_FILTER_OPERATOR', 'for gid, one of =, !=, in'],
      ] as const) {
        const { body } = await ask(endpoint, `${parameter}=${encodeURIComponent(filter)}${more}`);
        expect(body).toMatchObject({ status: 400, code, detail: expect.stringContaining(told) });
      }
    }
  );

  it.each(parameters)(
    'as a regular expression that costs too much is refused by $path, in $parameter',
    async ({ parameter, more, ...endpoint }) => {
      const field =
        endpoint.name === 'measureNodes' ? 'nodeName' : endpoint.name === 'listJumpScripts' ? 'name' : 'cmd';
      const costly = encodeURIComponent(`${field}|regex|${'a?'.repeat(1000)}${'a'.repeat(1000)}`);
      const { body } = await ask(endpoint, `${parameter}=${costly}${more}`);
      expect(body).toMatchObject({ status: 400, code: 'REGEX_COST', detail: expect.stringContaining('"a?a?') });
    }
  );

  it('as a time range of JumpScripts, which have none, is not said to be covered', async () => {
    const url = '/api/v1/values/name?of=jumpscripts&from=1&to=2';
    expect((await test.call({ url, token: test.tokens.viewer })).body).toMatchObject({
      coverage: { from: null, to: null },
    });
  });
});
