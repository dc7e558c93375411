import { ENDPOINTS, type Endpoint } from '@openvcloud/contract';
import { maskedId } from '../errors/maskedId';

interface Requested {
  url: string;
  params: unknown;
  /** The path of the endpoint, should there be one. */
  routeOptions: { url?: string | undefined };
}

/** The parts of the API's own paths: all that is written down of a path that it does not have. */
const PARTS: ReadonlySet<string> = new Set(
  Object.values<Endpoint>(ENDPOINTS).flatMap(({ path }) => path.split('/').filter((part) => !part.startsWith(':')))
);
const MAX_PARTS = 10;

/**
 * What may be written down of a URL: the endpoint's path with ids that look like ids. The query may hold anything, also a
 * token somebody put there, and a secret is easily pasted where an id belongs.
 */
export function loggedPath({ url, params, routeOptions: { url: route } }: Requested): string {
  if (route !== undefined) {
    const given = new Map<string, unknown>(Object.entries(params ?? {}));
    return route.replace(/:(\w+)/g, (_part, name: string) => maskedId(name, String(given.get(name) ?? '')));
  }
  const parts = (url.split('?')[0] ?? '').split('/');
  return parts
    .slice(0, MAX_PARTS)
    .map((part) => (PARTS.has(part) ? part : '***'))
    .join('/');
}
