import type { Endpoint, Role } from '@openvcloud/contract';
import type { Socket } from 'node:net';
import { ApiError } from '../errors/errors';
import type { AuthFailure } from './authFailure';
import { clientCertificateFault } from '../tls/clientCertificate';
import type { FailedAttempts } from './failedAttempts';
import type { VerifyTurns } from './verifyTurns';

/** Who asks. `nid` is set for agents, `source` for bridges: the one node or source their token speaks for. `gid`: the one grid it reads; null: all. */
export interface Caller {
  role: Role | 'anonymous';
  tokenId: string;
  name: string;
  nid: number | null;
  source: string | null;
  gid: number | null;
}

export const ANONYMOUS: Caller = {
  role: 'anonymous',
  tokenId: '',
  name: 'anonymous',
  nid: null,
  source: null,
  gid: null,
};

/** Secret → whose it is; null when it is nobody's. */
export interface TokenVerifier {
  /** Was it valid a moment ago? */
  isFamiliar(secret: string): boolean;
  verify(secret: string): Promise<Caller | null>;
}

/** What lets in. */
export interface Gate {
  tokens: TokenVerifier;
  failures: FailedAttempts;
  turns: VerifyTurns;
  /** Must agents show a certificate besides their token? */
  wantsAgentCertificate: boolean;
  onFailure(reason: AuthFailure): void;
}

/** Answers who asks, or throws 401, 403 or 429. */
export async function authenticate(
  endpoint: Endpoint,
  request: { authorization: string | undefined; ip: string; socket: Socket },
  gate: Gate
): Promise<Caller> {
  if (endpoint.roles.length === 0) {
    return ANONYMOUS;
  }
  const refuse = (reason: AuthFailure, error: ApiError) => {
    gate.onFailure(reason);
    return error;
  };
  if (gate.wantsAgentCertificate && endpoint.roles.includes('agent')) {
    const fault = clientCertificateFault(request.socket);
    if (fault !== undefined) {
      throw refuse('certificate', fault);
    }
  }
  if (request.authorization === undefined) {
    throw refuse('missing', unauthenticated('Expected the header "Authorization: Bearer <token>", got none.'));
  }
  const secret = bearerSecret(request.authorization);
  if (secret === undefined) {
    const detail = 'Expected the header "Authorization: Bearer <token>", got another scheme or form.';
    throw refuse('malformed', unauthenticated(detail, 'invalid_request'));
  }
  const caller = await callerOf(secret, request, gate);
  if (caller === null) {
    throw refuse('unknown', unknownToken());
  }
  return caller;
}

/** Many agents and Grafana may share an address: one wrong token must not lock out tokens that are in use. */
async function callerOf(
  secret: string,
  { ip, socket }: { ip: string; socket: Socket },
  { tokens, failures, turns, onFailure }: Gate
): Promise<Caller | null> {
  if (tokens.isFamiliar(secret)) {
    return tokens.verify(secret);
  }
  return turns.take(ip, async () => {
    if (socket.destroyed) {
      throw new ApiError('REQUEST_ABANDONED', 'Expected the caller to wait for the answer, got a closed connection.');
    }
    // While it waited, another request may have brought the same token.
    const tooMany = tokens.isFamiliar(secret) ? undefined : failures.refusal(ip);
    if (tooMany !== undefined) {
      onFailure('too_many');
      throw tooMany;
    }
    failures.begin(ip);
    let isWrong = false;
    try {
      const caller = await tokens.verify(secret);
      isWrong = caller === null;
      return caller;
    } finally {
      if (!isWrong) {
        failures.takeBack(ip);
      }
    }
  });
}

/** The answer to a caller whose role may not use the endpoint. */
export function roleFault(endpoint: Endpoint, { role, name }: Caller): ApiError | undefined {
  return endpoint.roles.length === 0 || endpoint.roles.some((allowed) => allowed === role)
    ? undefined
    : new ApiError(
        'FORBIDDEN',
        `Expected a token with role ${endpoint.roles.join(' or ')}, got role ${role} (token "${name}").`,
        { headers: { 'www-authenticate': `${CHALLENGE}, error="insufficient_scope"` } }
      );
}

/** The answer to a token that is none, or is none any more. */
export function unknownToken(): ApiError {
  const detail = 'Expected a valid token, got one this controller does not know or that was revoked.';
  return unauthenticated(detail, 'invalid_token');
}

const CHALLENGE = 'Bearer realm="openvcloud-jobs"';

function bearerSecret(authorization: string): string | undefined {
  return /^Bearer +([\x21-\x7e]{1,500})$/i.exec(authorization)?.[1];
}

function unauthenticated(detail: string, error?: string): ApiError {
  return new ApiError('UNAUTHENTICATED', detail, {
    headers: { 'www-authenticate': error ? `${CHALLENGE}, error="${error}"` : CHALLENGE },
  });
}
