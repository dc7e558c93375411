import type { Endpoint, Role } from '@openvcloud/contract';
import type { Socket } from 'node:net';
import { ApiError } from '../errors';
import type { AuthFailure } from '../metrics/authFailures';
import { clientCertificateFault } from '../tls/clientCertificate';
import type { FailedAttempts } from './failedAttempts';

/** Who asks. `nid` is set for agents: the one node their token speaks for. `gid`: the one grid it reads; null: all. */
export interface Caller {
  role: Role | 'anonymous';
  tokenId: string;
  name: string;
  nid: number | null;
  gid: number | null;
}

export const ANONYMOUS: Caller = { role: 'anonymous', tokenId: '', name: 'anonymous', nid: null, gid: null };

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
  const { tokens, failures } = gate;
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
  // Many agents and Grafana may share an address: one wrong token must not lock the others out.
  const tooMany = tokens.isFamiliar(secret) ? undefined : failures.refusal(request.ip);
  if (tooMany !== undefined) {
    throw refuse('too_many', tooMany);
  }
  const caller = await tokens.verify(secret);
  if (caller === null) {
    failures.count(request.ip);
    const detail = 'Expected a valid token, got one this controller does not know or that was revoked.';
    throw refuse('unknown', unauthenticated(detail, 'invalid_token'));
  }
  return caller;
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

const CHALLENGE = 'Bearer realm="openvcloud-jobs"';

function bearerSecret(authorization: string): string | undefined {
  return /^Bearer +([\x21-\x7e]{1,500})$/i.exec(authorization)?.[1];
}

function unauthenticated(detail: string, error?: string): ApiError {
  return new ApiError('UNAUTHENTICATED', detail, {
    headers: { 'www-authenticate': error ? `${CHALLENGE}, error="${error}"` : CHALLENGE },
  });
}
