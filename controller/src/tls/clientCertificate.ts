import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { ApiError } from '../errors/errors';

/** The answer to a connection that showed no certificate which an authority of TLS_CLIENT_CA_FILE signed. */
export function clientCertificateFault(socket: Socket): ApiError | undefined {
  // Resumed sessions count as authorized although they may never have shown a certificate: so ask for it as well.
  const hasShownOne = socket instanceof TLSSocket && Object.keys(socket.getPeerCertificate()).length > 0;
  if (hasShownOne && socket.authorized) {
    return undefined;
  }
  const came = hasShownOne ? `one that does not pass (${String(socket.authorizationError)})` : 'none';
  return new ApiError(
    'CLIENT_CERTIFICATE',
    `Expected a client certificate signed by an authority this controller trusts for agents, got ${came}.`
  );
}
