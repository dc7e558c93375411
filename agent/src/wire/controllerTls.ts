import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { buildConnector } from 'undici';
import { ConfigError } from '@openvcloud/settings';

/** PEM files with which the agent and an HTTPS controller know each other; undefined: the system's authorities, no certificate. */
export interface ControllerTlsFiles {
  caFile: string | undefined;
  certFile: string | undefined;
  keyFile: string | undefined;
}

interface ControllerTls {
  ca?: string;
  cert?: string;
  key?: string;
}

const CONNECT_WITHIN_MS = 10_000;

/** Throws a ConfigError that names the key; never quotes what a file holds. */
export function readControllerTls({ caFile, certFile, keyFile }: ControllerTlsFiles): ControllerTls {
  const tls: ControllerTls = {};
  if (caFile !== undefined) {
    tls.ca = readFile('CONTROLLER_CA_FILE', caFile);
    certificateIn('CONTROLLER_CA_FILE', caFile, tls.ca);
  }
  if (certFile !== undefined && keyFile !== undefined) {
    tls.cert = readFile('AGENT_CERT_FILE', certFile);
    tls.key = readFile('AGENT_KEY_FILE', keyFile);
    if (!certificateIn('AGENT_CERT_FILE', certFile, tls.cert).checkPrivateKey(privateKeyIn(keyFile, tls.key))) {
      throw new ConfigError(
        `AGENT_CERT_FILE, AGENT_KEY_FILE: expected the private key of the first certificate in "${certFile}", got the key of another one in "${keyFile}"`
      );
    }
  } else if (certFile !== undefined || keyFile !== undefined) {
    const [set, missing] = certFile === undefined ? ['KEY', 'CERT'] : ['CERT', 'KEY'];
    throw new ConfigError(
      `AGENT_${missing}_FILE: expected it together with AGENT_${set}_FILE, got none; set both or neither`
    );
  }
  try {
    createSecureContext(tls);
  } catch (error) {
    throw new ConfigError(
      `CONTROLLER_CA_FILE, AGENT_CERT_FILE, AGENT_KEY_FILE: expected certificates that TLS accepts, got: ${String(error)}`
    );
  }
  return tls;
}

/** Reads the files for each connection: a renewed certificate needs no restart. */
export function connectorFor(files: ControllerTlsFiles): buildConnector.connector {
  return (options, callback) => {
    try {
      buildConnector({ timeout: CONNECT_WITHIN_MS, ...readControllerTls(files) })(options, callback);
    } catch (error) {
      callback(error instanceof Error ? error : new Error(String(error)), null);
    }
  };
}

/** Of a handshake in which the agent did not trust the controller. */
export function isDistrust(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^(CERT_|ERR_TLS_CERT_|SELF_SIGNED_|DEPTH_ZERO_SELF_SIGNED|UNABLE_TO_(GET|VERIFY)_)/.test(code);
}

function readFile(key: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError(`${key}: expected a PEM file, cannot read "${file}" (${String(error)})`);
  }
}

function certificateIn(key: string, file: string, text: string): X509Certificate {
  try {
    return new X509Certificate(text);
  } catch {
    throw new ConfigError(
      `${key}: expected a certificate in PEM form (-----BEGIN CERTIFICATE-----), got something else in "${file}"`
    );
  }
}

function privateKeyIn(file: string, text: string): KeyObject {
  try {
    return createPrivateKey(text);
  } catch {
    throw new ConfigError(
      `AGENT_KEY_FILE: expected a private key in PEM form without passphrase, got something else in "${file}"`
    );
  }
}
