import { LIMITS, type EndpointName } from '@openvcloud/contract';
import { Type } from '@sinclair/typebox';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isDeeper } from '../text/isDeeper';
import { ApiError } from '../errors/errors';
import { authenticate, ANONYMOUS, roleFault, type Caller, type Gate } from './authenticate';
import { methodsOf } from './contractRoutes';
import { withinGrid } from './gridScope';
import { gunzipBody } from './gzipBody';
import type { BodyTexts } from './bodyTexts';
import { endpointOf, RawAnswer, StreamAnswer, type Call, type Handlers } from './handler';
import { idempotencyKeyOf } from './idempotencyKey';
import { loggedPath } from './loggedPath';
import type { RefusalTrail } from './refusalTrail';
import { compileRequestSchema } from './requestSchema';
import type { RunningWork } from './runningWork';
import { toApiError } from '../errors/toApiError';
import { clientAddress } from './trustedProxies';

const NOTHING = Type.Object({}, { additionalProperties: false });

/** One endpoint of the contract → one route: authenticated, then validated, then handled, then serialised by its schema. */
export function registerEndpoint<Name extends EndpointName>(
  app: FastifyInstance,
  name: Name,
  handlers: Handlers,
  gate: Gate & { refusedActs: RefusalTrail; running: Pick<RunningWork, 'track'> },
  bodyTexts: BodyTexts
): void {
  const endpoint = endpointOf(name);
  const handler = handlers[name];
  const checkParams = compileRequestSchema(endpoint.params ?? NOTHING, 'params');
  const checkQuery = compileRequestSchema(endpoint.query ?? NOTHING, 'query');
  const checkBody = endpoint.body && compileRequestSchema(endpoint.body, 'body');
  const callers = new WeakMap<FastifyRequest, Caller>();
  /** From here on it is the handler that leaves a trail. */
  const handled = new WeakSet<FastifyRequest>();

  app.route({
    method: methodsOf(endpoint),
    url: endpoint.path,
    bodyLimit: name === 'report' ? LIMITS.batchBytes : LIMITS.requestBytes,
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
      callers.set(request, caller);
    },
    preParsing: async (request, _reply, payload) => gunzipBody(request, payload),
    onError: async (request, _reply, error) => {
      const caller = callers.get(request);
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
      checkParams(request.params);
      checkQuery(request.query);
      if (name !== 'report') {
        refuseDeep(request.body);
      }
      checkBody?.(request.body);
      const { params, body, id } = request;
      const caller = callers.get(request) ?? ANONYMOUS;
      const query = withinGrid(endpoint, request.query, caller.gid);
      // The checks above make these what the endpoint's schemas say; TypeScript cannot follow a schema held in a variable.
      const call = {
        params,
        query,
        body,
        caller,
        signal: clientGone(reply),
        requestId: id,
        ip: clientAddress(request),
        idempotencyKey: endpoint.takesIdempotencyKey === true ? idempotencyKeyOf(request.headers) : undefined,
        lastEventId: endpoint.takesLastEventId === true ? request.headers['last-event-id'] : undefined,
        bodyText: bodyTexts.get(request),
      } as Call<Name>;
      handled.add(request);
      const answer = await gate.running.track(handler(call));
      reply.code(endpoint.status);
      if (answer instanceof RawAnswer) {
        return reply
          .type(answer.contentType)
          .serializer((text: string) => text)
          .send(answer.text);
      }
      if (answer instanceof StreamAnswer) {
        return reply
          .headers({ ...answer.headers })
          .type(answer.contentType)
          .send(answer.body);
      }
      return reply.send(answer);
    },
  });
}

/** Who reads JSON has a limit of his own: args that no agent can be given would hold up all work of their node. */
function refuseDeep(body: unknown): void {
  const most = LIMITS.jsonLevels + 1;
  if (isDeeper(body, most)) {
    throw new ApiError('BAD_BODY', `Expected a body nested at most ${most} levels deep, got a deeper one.`);
  }
}

function clientGone(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) {
      controller.abort();
    }
  });
  return controller.signal;
}
