import type { Endpoint, Role } from '@openvcloud/contract';
import type { Socket } from 'node:net';
import { ApiError } from '../errors';
import { checkClientCertificate } from '../tls/clientCertificate';
import type { FailedAttempts } from './failedAttempts';

/** Who asks. `nid` is set for agents: the one node their token speaks for. */
export interface Caller {
  role: Role | 'anonymous';
  tokenId: string;
  name: string;
  nid: number | null;
}

export const ANONYMOUS: Caller = { role: 'anonymous', tokenId: '', name: 'anonymous', nid: null };

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
}

/** Answers who asks, or throws 401, 403 or 429. */
export async function authenticate(
  endpoint: Endpoint,
  request: { authorization: string | undefined; ip: string; socket: Socket },
  { tokens, failures, wantsAgentCertificate }: Gate
): Promise<Caller> {
  if (endpoint.roles.length === 0) {
    return ANONYMOUS;
  }
  if (wantsAgentCertificate && endpoint.roles.includes('agent')) {
    checkClientCertificate(request.socket);
  }
  const secret = bearerSecret(request.authorization);
  // Many agents and Grafana may share an address: one wrong token must not lock the others out.
  if (!tokens.isFamiliar(secret)) {
    failures.check(request.ip);
  }
  const caller = await tokens.verify(secret);
  if (caller === null) {
    failures.count(request.ip);
    throw unauthenticated(
      'Expected a valid token, got one this controller does not know or that was revoked.',
      'invalid_token'
    );
  }
  if (!endpoint.roles.some((role) => role === caller.role)) {
    throw new ApiError(
      'FORBIDDEN',
      `Expected a token with role ${endpoint.roles.join(' or ')}, got role ${caller.role} (token "${caller.name}").`,
      {
        headers: { 'www-authenticate': `${CHALLENGE}, error="insufficient_scope"` },
      }
    );
  }
  return caller;
}

const CHALLENGE = 'Bearer realm="openvcloud-jobs"';

function bearerSecret(authorization: string | undefined): string {
  if (authorization === undefined) {
    throw unauthenticated('Expected the header "Authorization: Bearer <token>", got none.');
  }
  const [, secret] = /^Bearer +([\x21-\x7e]{1,500})$/i.exec(authorization) ?? [];
  if (secret === undefined) {
    throw unauthenticated(
      'Expected the header "Authorization: Bearer <token>", got another scheme or form.',
      'invalid_request'
    );
  }
  return secret;
}

function unauthenticated(detail: string, error?: string): ApiError {
  return new ApiError('UNAUTHENTICATED', detail, {
    headers: { 'www-authenticate': error ? `${CHALLENGE}, error="${error}"` : CHALLENGE },
  });
}
