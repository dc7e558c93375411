import { ConfigError } from '@openvcloud/settings';
import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';

/** Where the listener's certificate is; PEM files. */
export interface TlsFiles {
  certFile: string;
  keyFile: string;
  /** Authorities that sign the agents' certificates; absent: agents need none. */
  clientCaFile: string | undefined;
}

export interface TlsSettings {
  cert: string;
  key: string;
  ca: string | undefined;
  requestCert: boolean;
  /** False: people and Grafana come without a certificate; the agents' endpoints check it themselves. */
  rejectUnauthorized: false;
  /** Of the certificate. */
  validTo: Date;
}

/** Reads and checks the files. Throws a ConfigError that names the key; never quotes what a file holds. */
export function readTls({ certFile, keyFile, clientCaFile }: TlsFiles): TlsSettings {
  const cert = readFile('TLS_CERT_FILE', certFile);
  const key = readFile('TLS_KEY_FILE', keyFile);
  const [certificate] = certificatesIn('TLS_CERT_FILE', certFile, cert);
  if (!certificate.checkPrivateKey(privateKey(keyFile, key))) {
    throw new ConfigError(
      `TLS_CERT_FILE, TLS_KEY_FILE: expected the private key of the first certificate in "${certFile}", got the key of another one in "${keyFile}". Give files that belong together.`
    );
  }
  const ca = clientCaFile === undefined ? undefined : authorities(clientCaFile);
  try {
    createSecureContext({ cert, key, ca });
  } catch (error) {
    throw new ConfigError(
      `TLS_CERT_FILE, TLS_KEY_FILE: expected a certificate and key that TLS accepts, got: ${reason(error)}. Make new ones.`
    );
  }
  const validTo = new Date(certificate.validTo);
  return { cert, key, ca, requestCert: ca !== undefined, rejectUnauthorized: false, validTo };
}

function readFile(key: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError(
      `${key}: expected a PEM file, cannot read "${file}" (${reason(error)}). Correct or unset ${key}.`
    );
  }
}

function certificatesIn(key: string, file: string, text: string): [X509Certificate, ...X509Certificate[]] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  try {
    const [first, ...others] = blocks.map((block) => new X509Certificate(block));
    if (first !== undefined) {
      return [first, ...others];
    }
  } catch {
    // Said below.
  }
  throw new ConfigError(
    `${key}: expected certificates in PEM form (-----BEGIN CERTIFICATE-----), got something else in "${file}". Correct or unset ${key}.`
  );
}

function privateKey(file: string, text: string): KeyObject {
  try {
    return createPrivateKey(text);
  } catch {
    throw new ConfigError(
      `TLS_KEY_FILE: expected a private key in PEM form without passphrase, got something else in "${file}". Correct or unset TLS_KEY_FILE.`
    );
  }
}

function authorities(file: string): string {
  const text = readFile('TLS_CLIENT_CA_FILE', file);
  const other = certificatesIn('TLS_CLIENT_CA_FILE', file, text).find(({ ca }) => !ca);
  if (other !== undefined) {
    throw new ConfigError(
      `TLS_CLIENT_CA_FILE: expected certificates of authorities (CA:TRUE), got one of "${other.subject}" in "${file}". Give the certificate that signs the agents' ones.`
    );
  }
  return text;
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
