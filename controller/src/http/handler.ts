import { ENDPOINTS, type Endpoint, type EndpointName } from '@openvcloud/contract';
import type { Static, TSchema } from '@sinclair/typebox';
import type { Readable } from 'node:stream';
import type { Caller } from './authenticate';

type Part<Name extends EndpointName, Key extends 'params' | 'query' | 'body'> = (typeof ENDPOINTS)[Name] extends {
  [K in Key]: infer Schema extends TSchema;
}
  ? Static<Schema>
  : undefined;

/** What a handler is given: the validated parts of the request, who asks, and when to stop. */
export interface Call<Name extends EndpointName> {
  params: Part<Name, 'params'>;
  query: Part<Name, 'query'>;
  body: Part<Name, 'body'>;
  /** Who asks. Endpoints that need no token have the anonymous caller. */
  caller: Caller;
  /** Aborted when the client has gone, or may not read the answer any more: SQL run with it is cancelled. */
  signal: AbortSignal;
  /** Aborted when the caller's token is revoked. */
  revoked: AbortSignal;
  requestId: string;
  ip: string;
  /** Of endpoints that take one: the same key twice means do it once. */
  idempotencyKey: string | undefined;
  /** Of endpoints that take them: for whom the token acts, and why. */
  onBehalfOf: string | undefined;
  reason: string | undefined;
  /** Of endpoints that take one: what was received last, in the words of the stream. */
  lastEventId: string | undefined;
  /** The body as it was sent: numbers JavaScript cannot hold are still in it. */
  bodyText: string | undefined;
}

/** An answer whose bytes are ready: metrics, or JSON that holds stored JSON text as it is. */
export class RawAnswer {
  readonly contentType: string;
  readonly text: string;

  constructor(contentType: string, text: string) {
    this.contentType = contentType;
    this.text = text;
  }
}

/**
 * An answer that is written while it is made: read only as fast as the client takes it, destroyed when the client goes.
 * Once it has begun its status cannot change: when it fails, the connection breaks, so that no part is taken for all.
 */
export class StreamAnswer {
  readonly contentType: string;
  readonly body: Readable;
  readonly headers: Readonly<Record<string, string>>;

  constructor(contentType: string, body: Readable, headers: Readonly<Record<string, string>> = {}) {
    this.contentType = contentType;
    this.body = body;
    this.headers = headers;
  }
}

type Answer<Name extends EndpointName> = (typeof ENDPOINTS)[Name] extends { response: infer Schema extends TSchema }
  ? Static<Schema> | RawAnswer
  : RawAnswer | StreamAnswer | undefined;

export type Handler<Name extends EndpointName> = (call: Call<Name>) => Promise<Answer<Name>>;

/** One handler per endpoint: a missing or an extra one does not compile. */
export type Handlers<Names extends EndpointName = EndpointName> = { readonly [Name in Names]: Handler<Name> };

export function endpointOf(name: EndpointName): Endpoint {
  return ENDPOINTS[name];
}
