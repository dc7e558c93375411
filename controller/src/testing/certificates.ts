import { generate } from 'selfsigned';

/** PEM texts. */
export interface Certificate {
  cert: string;
  key: string;
}

/** An authority of its own: what one test trusts no other does. */
export function makeAuthority(name: string): Promise<Certificate> {
  return make(name, {
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, critical: true },
    ],
  });
}

/** For a controller on the loopback interface. */
export function makeServerCertificate(ca: Certificate): Promise<Certificate> {
  return make('controller', {
    ca,
    extensions: [
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
    ],
  });
}

export function makeClientCertificate(ca: Certificate, name: string): Promise<Certificate> {
  return make(name, { ca, extensions: [{ name: 'extKeyUsage', clientAuth: true }] });
}

async function make(commonName: string, options: Parameters<typeof generate>[1]): Promise<Certificate> {
  const made = await generate([{ name: 'commonName', value: commonName }], {
    keyType: 'ec',
    algorithm: 'sha256',
    ...options,
  });
  return { cert: made.cert, key: made.private };
}
