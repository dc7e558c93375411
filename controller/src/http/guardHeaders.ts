import { ServerResponse, type IncomingMessage } from 'node:http';

/** What a browser may do with an answer: nothing, should it ever take one for a page. As helmet is given it. */
export const NOTHING_ALLOWED = {
  'default-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
};

/** What helmet sends: what is no request, or has a URL that cannot be read, is answered before any hook runs, helmet's among them. */
export const GUARD_HEADERS = {
  'content-security-policy': Object.entries(NOTHING_ALLOWED)
    .map(([directive, sources]) => `${directive} ${sources.join(' ')}`)
    .join(';'),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

/** An answer that has these headers whoever writes it: Node itself refuses requests without a host, and Fastify those of a stop. */
export class GuardedResponse<Request extends IncomingMessage = IncomingMessage> extends ServerResponse<Request> {
  constructor(request: Request) {
    super(request);
    Object.entries(GUARD_HEADERS).forEach(([name, value]) => this.setHeader(name, value));
  }
}
