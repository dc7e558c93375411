import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { ApiError } from '../errors';

/** Throws unless the connection showed a certificate that an authority of TLS_CLIENT_CA_FILE signed. */
export function checkClientCertificate(socket: Socket): void {
  // Resumed sessions count as authorized although they may never have shown a certificate: so ask for it as well.
  const hasShownOne = socket instanceof TLSSocket && Object.keys(socket.getPeerCertificate()).length > 0;
  if (hasShownOne && socket.authorized) {
    return;
  }
  const came = hasShownOne ? `one that does not pass (${String(socket.authorizationError)})` : 'none';
  throw new ApiError(
    'CLIENT_CERTIFICATE',
    `Expected a client certificate signed by an authority this controller trusts for agents, got ${came}.`
  );
}
