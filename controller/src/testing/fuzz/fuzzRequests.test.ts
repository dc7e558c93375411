import { ENDPOINTS, type Endpoint } from '@openvcloud/contract';
import fc from 'fast-check';
import { fuzzRequests } from './fuzzRequests';

const SAMPLES = 400;

/** What is drawn for an endpoint, always the same. */
function drawn(endpoint: Endpoint): Array<{ query: URLSearchParams; body: string }> {
  return fc.sample(fuzzRequests(endpoint, {}), { numRuns: SAMPLES, seed: 1 }).map(({ path, body }) => {
    const at = path.indexOf('?');
    return {
      query: new URLSearchParams(at === -1 ? '' : path.slice(at + 1).replace(/%(?![0-9a-f]{2})/gi, '')),
      body: body?.toString('latin1') ?? '',
    };
  });
}

const endpoints = Object.entries<Endpoint>(ENDPOINTS);
const named = (endpoint: Endpoint): string[] => Object.keys(endpoint.query?.properties ?? {});

describe('what the fuzz sends', () => {
  it.each(endpoints.filter(([, endpoint]) => named(endpoint).length > 0))(
    'has a query for %s more often than not, with each parameter it may have, and rarely one it may not',
    (_name, endpoint) => {
      const queries = drawn(endpoint).map(({ query }) => query);
      const names = named(endpoint);
      const shareOf = (isIt: (query: URLSearchParams) => boolean) => queries.filter(isIt).length / SAMPLES;
      expect(shareOf(({ size }) => size > 0)).toBeGreaterThan(0.4);
      for (const name of names) {
        expect({ name, isDrawn: shareOf((query) => query.has(name)) > 0.05 }).toEqual({ name, isDrawn: true });
      }
      expect(shareOf((query) => [...query.keys()].some((key) => !names.includes(key)))).toBeLessThan(0.15);
    }
  );

  it.each(endpoints.filter(([, { body }]) => body !== undefined))(
    'has bodies for %s that are deeper than a stack',
    (_name, endpoint) => {
      const deep = drawn(endpoint).filter(
        ({ body }) => body.includes('['.repeat(6_000)) || body.includes('{"a":'.repeat(6_000))
      );
      expect(deep.length).toBeGreaterThan(0);
    }
  );
});
