import { LIMITS, READ, type Endpoint, type EndpointName } from '@openvcloud/contract';
import { Type } from '@sinclair/typebox';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { IncomingHttpHeaders } from 'node:http';
import { readingFor, type Reader } from '../database/readTurns';
import { isDeeper } from '../text/isDeeper';
import { ApiError } from '../errors/errors';
import { authenticate, ANONYMOUS, roleFault, unknownToken, type Caller, type Gate } from './authenticate';
import { methodsOf } from './contractRoutes';
import { withinGrid } from './gridScope';
import { gunzipBody } from './gzipBody';
import type { BodyTexts } from './bodyTexts';
import { endpointOf, RawAnswer, StreamAnswer, type Call, type Handlers } from './handler';
import { idempotencyKeyOf } from './idempotencyKey';
import { onBehalfOfHeaders } from './onBehalfOf';
import { loggedPath } from './loggedPath';
import type { RefusalTrail } from './refusalTrail';
import { compileRequestSchema } from './requestSchema';
import type { RunningWork } from './runningWork';
import { TokenHold, type Revocations } from './tokenHold';
import { toApiError } from '../errors/toApiError';
import { clientAddress } from './trustedProxies';

/** What agents and bridges send as much as they have of. */
const BATCHES: ReadonlySet<EndpointName> = new Set([
  'report',
  'bridgeJobs',
  'bridgeLogs',
  'bridgeJumpScripts',
] as const);
const NOTHING = Type.Object({}, { additionalProperties: false });

/** What stands beside the gate itself. */
interface EndpointGate {
  refusedActs: RefusalTrail;
  running: Pick<RunningWork, 'track'>;
  revocations: Revocations;
  /** Is /metrics, which any scraper may read, for readers of all grids only? */
  metricsWantToken?: boolean;
}

/** Who was let in; `hold`: by a token. */
interface Entrant {
  caller: Caller;
  hold: TokenHold | undefined;
}

/** One endpoint of the contract → one route: authenticated, then validated, then handled, then serialised by its schema. */
export function registerEndpoint<Name extends EndpointName>(
  app: FastifyInstance,
  name: Name,
  handlers: Handlers,
  gate: Gate & EndpointGate,
  bodyTexts: BodyTexts
): void {
  const endpoint = guarded(name, gate);
  const handler = handlers[name];
  const checkParams = compileRequestSchema(endpoint.params ?? NOTHING, 'params');
  const checkQuery = compileRequestSchema(endpoint.query ?? NOTHING, 'query');
  const checkBody = endpoint.body && compileRequestSchema(endpoint.body, 'body');
  const entrants = new WeakMap<FastifyRequest, Entrant>();
  /** From here on it is the handler that leaves a trail. */
  const handled = new WeakSet<FastifyRequest>();

  app.route({
    method: methodsOf(endpoint),
    url: endpoint.path,
    bodyLimit: BATCHES.has(name) ? LIMITS.batchBytes : LIMITS.requestBytes,
    schema: endpoint.response ? { response: { [endpoint.status]: endpoint.response } } : {},
    // Before the body is read: who may not ask cannot make us parse.
    onRequest: async (request, reply) => {
      const { headers, socket, id: requestId } = request;
      const ip = clientAddress(request);
      if (endpoint.roles.length > 0) {
        // What a token gives is for its holder: a new token most of all.
        reply.header('cache-control', 'no-store');
      }
      const caller = await authenticate(endpoint, { authorization: headers.authorization, ip, socket }, gate);
      const fault = roleFault(endpoint, caller);
      if (fault !== undefined) {
        gate.onFailure('role');
        await gate.refusedActs.note(name, { caller, ip, requestId, path: loggedPath(request) }, fault);
        throw fault;
      }
      const isByToken = endpoint.roles.length > 0;
      const hold = isByToken ? new TokenHold(gate.revocations, caller.tokenId, reply.raw) : undefined;
      entrants.set(request, { caller, hold });
    },
    preParsing: async (request, _reply, payload) => gunzipBody(request, payload),
    onError: async (request, _reply, error) => {
      const caller = entrants.get(request)?.caller;
      if (caller !== undefined && !handled.has(request)) {
        const { id: requestId } = request;
        const ip = clientAddress(request);
        const { code, detail } = toApiError(error);
        // What came may be a secret in the wrong place: the trail keeps what was expected.
        const expected = detail.replace(/[,:]? got.*/s, '');
        await gate.refusedActs.note(
          name,
          { caller, ip, requestId, path: loggedPath(request) },
          { code, detail: expected }
        );
      }
    },
    handler: async (request, reply) => {
      const { caller, hold } = entrants.get(request) ?? NOBODY;
      // The body took its time.
      refuseRevoked(hold);
      checkParams(request.params);
      checkQuery(request.query);
      if (name !== 'report') {
        refuseDeep(request.body);
      }
      checkBody?.(request.body);
      const { params, body, id } = request;
      const query = withinGrid(endpoint, request.query, caller.gid);
      // The checks above make these what the endpoint's schemas say; TypeScript cannot follow a schema held in a variable.
      const call = {
        params,
        query,
        body,
        caller,
        signal: unwanted(reply, endpoint.method === 'GET' ? hold : undefined),
        revoked: hold?.revoked ?? NEVER,
        requestId: id,
        ip: clientAddress(request),
        ...takenHeaders(endpoint, request.headers),
        bodyText: bodyTexts.get(request),
      } as Call<Name>;
      handled.add(request);
      const answer = await gate.running
        .track(readingFor(readerOf(caller), () => handler(call)))
        .catch((error: unknown) => {
          throw endpoint.method === 'GET' && hold?.revoked.aborted === true ? unknownToken() : error;
        });
      if (endpoint.method === 'GET') {
        refuseRevoked(hold, answer);
      }
      hold?.answer();
      return send(reply.code(endpoint.status), answer);
    },
  });
}

/** Of the headers what the endpoint takes. */
function takenHeaders(endpoint: Endpoint, headers: IncomingHttpHeaders) {
  return {
    ...onBehalfOfHeaders(endpoint.takesOnBehalfOf === true ? headers : {}),
    idempotencyKey: endpoint.takesIdempotencyKey === true ? idempotencyKeyOf(headers) : undefined,
    lastEventId: endpoint.takesLastEventId === true ? headers['last-event-id'] : undefined,
  };
}

const NEVER = new AbortController().signal;
const NOBODY: Entrant = { caller: ANONYMOUS, hold: undefined };

/** What was read for a token is not told any more; what was done is. */
function refuseRevoked(hold: TokenHold | undefined, answer?: unknown): void {
  if (hold?.revoked.aborted === true) {
    if (answer instanceof StreamAnswer) {
      answer.body.destroy();
    }
    throw unknownToken();
  }
}

function send(reply: FastifyReply, answer: unknown): FastifyReply {
  if (answer instanceof RawAnswer) {
    return reply
      .type(answer.contentType)
      .serializer((text: string) => text)
      .send(answer.text);
  }
  return answer instanceof StreamAnswer
    ? reply
        .headers({ ...answer.headers })
        .type(answer.contentType)
        .send(answer.body)
    : reply.send(answer);
}

/** The contract's endpoint, with a token where the settings want one. */
function guarded(name: EndpointName, { metricsWantToken }: EndpointGate): Endpoint {
  const endpoint = endpointOf(name);
  return name === 'getMetrics' && metricsWantToken ? { ...endpoint, roles: READ } : endpoint;
}

/** People share what can be read at a time; agents, bridges and probes come first, as the controller itself does. */
function readerOf({ role, tokenId: id, name }: Caller): Reader | undefined {
  return role === 'agent' || role === 'bridge' || role === 'anonymous' ? undefined : { id, name };
}

/** Who reads JSON has a limit of his own: args that no agent can be given would hold up all work of their node. */
function refuseDeep(body: unknown): void {
  const most = LIMITS.jsonLevels + 1;
  if (isDeeper(body, most)) {
    throw new ApiError('BAD_BODY', `Expected a body nested at most ${most} levels deep, got a deeper one.`);
  }
}

/** Aborted when nobody may get the answer any more: the client has gone, or its token was revoked while it reads. */
function unwanted(reply: FastifyReply, hold: TokenHold | undefined): AbortSignal {
  const controller = new AbortController();
  const abort = () => controller.abort();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) {
      abort();
    }
  });
  hold?.revoked.addEventListener('abort', abort, { once: true });
  return controller.signal;
}
