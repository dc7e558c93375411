import helmet from '@fastify/helmet';
import { ENDPOINTS, type EndpointName } from '@openvcloud/contract';
import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { randomUUID } from 'node:crypto';
import { RefusedActs } from './acts/refusedActs';
import { keepBodyTexts } from './http/bodyTexts';
import { answerClientError } from './http/clientErrors';
import { closeAnswered } from './http/closeAnswered';
import { refuseOtherRoutes } from './http/contractRoutes';
import { FailedAttempts } from './http/failedAttempts';
import { GUARD_HEADERS, GuardedResponse, NOTHING_ALLOWED } from './http/guardHeaders';
import type { Handlers } from './http/handler';
import { answerProblems, sendProblem } from './http/problems';
import { traceRequests } from './tracing/traceRequests';
import { watchRequests } from './metrics/watchRequests';
import { registerEndpoint } from './http/registerEndpoint';
import { toApiError } from './errors/toApiError';
import { VerifyTurns } from './http/verifyTurns';
import type { AuthFailure } from './http/authFailure';
import { actRoutes } from './routes/acts';
import { auditRoutes } from './routes/audit';
import { bridgeRoutes } from './routes/bridge';
import { batchRoutes } from './routes/batches';
import { bulkActRoutes } from './routes/bulkActs';
import { countRoutes } from './routes/counts';
import { agentRoutes } from './routes/agent';
import { executeRoutes } from './routes/execute';
import { exportRoutes } from './routes/export';
import { failureRoutes } from './routes/failures';
import { healthRoutes } from './routes/health';
import { infoRoutes } from './routes/info';
import { jobRoutes } from './routes/jobs';
import { jumpscriptRoutes } from './routes/jumpscripts';
import { logRoutes } from './routes/logs';
import { nodeRoutes } from './routes/nodes';
import { purgeRoutes } from './routes/purge';
import { sayBehind } from './routes/sayBehind';
import { streamRoutes } from './routes/stream';
import { tokenRoutes } from './routes/tokens';
import type { ControllerServices } from './services';
import type { TlsSettings } from './tls/readTls';

export interface AppOptions {
  failedAuthenticationsPerMinute?: number;
  /** Absent: plain HTTP. */
  tls?: TlsSettings;
}

/** The HTTP side, complete but not listening. Production and tests build the same one. */
export async function buildApp(
  services: ControllerServices,
  { failedAuthenticationsPerMinute = 60, tls }: AppOptions = {}
): Promise<FastifyInstance> {
  const loggerInstance: FastifyBaseLogger = services.log;
  const options = {
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: 500 },
    exposeHeadRoutes: false,
    forceCloseConnections: 'idle' as const,
    requestTimeout: 60_000,
    // None: nobody's X-Forwarded-For is believed.
    trustProxy: services.config.trustedProxies.length > 0 && services.config.trustedProxies,
    clientErrorHandler: answerClientError,
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      sendProblem(request, reply.headers({ ...GUARD_HEADERS, 'x-request-id': request.id }), toApiError(error));
    },
  };
  const server = { ServerResponse: GuardedResponse };
  const app: FastifyInstance =
    tls === undefined ? Fastify({ ...options, http: server }) : Fastify({ ...options, https: { ...tls, ...server } });
  await app.register(helmet, {
    // Its defaults allow scripts and styles of the same origin.
    contentSecurityPolicy: { useDefaults: false, directives: NOTHING_ALLOWED },
    frameguard: { action: 'deny' },
    // Over plain HTTP it would promise what nobody keeps.
    strictTransportSecurity: tls !== undefined,
  });
  refuseOtherRoutes(app);
  if (services.tracing !== undefined) {
    traceRequests(app, services.tracing);
  }
  closeAnswered(app, services.stopping);
  watchRequests(app, services.metrics);
  answerProblems(app);
  const bodyTexts = keepBodyTexts(app);
  const handlers = sayBehind(services, buildHandlers(services));
  const gate = {
    tokens: services.tokens,
    running: services.running,
    failures: new FailedAttempts(failedAuthenticationsPerMinute, services.now),
    turns: new VerifyTurns(),
    wantsAgentCertificate: tls?.ca !== undefined,
    onFailure: (reason: AuthFailure) => services.metrics.authFailures.count(reason),
    refusedActs: new RefusedActs(services),
    revocations: services.revocations,
    metricsWantToken: services.config.metricsWantToken,
  };
  for (const name of Object.keys(ENDPOINTS) as EndpointName[]) {
    registerEndpoint(app, name, handlers, gate, bodyTexts);
  }
  return app;
}

/** Every endpoint and who handles it: the one list. */
function buildHandlers(services: ControllerServices): Handlers {
  return {
    ...healthRoutes(services),
    ...infoRoutes(services),
    ...jobRoutes(services),
    ...logRoutes(services),
    ...exportRoutes(services),
    ...countRoutes(services),
    ...failureRoutes(services),
    ...jumpscriptRoutes(services),
    ...nodeRoutes(services),
    ...streamRoutes(services),
    ...tokenRoutes(services),
    ...executeRoutes(services),
    ...actRoutes(services),
    ...batchRoutes(services),
    ...bulkActRoutes(services),
    ...purgeRoutes(services),
    ...auditRoutes(services),
    ...agentRoutes(services),
    ...bridgeRoutes(services),
  };
}
