import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '@openvcloud/settings';
import { readConfig } from '../config';
import { makeAuthority, makeServerCertificate, type Certificate } from '../testing/certificates';
import { readTls } from './readTls';

describe('the files of the listener’s certificate', () => {
  const folder = mkdtempSync(join(tmpdir(), 'openvcloud-tls-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const SECRET = 'c2VjcmV0IG9mIHRoZSBrZXk=';
  let ca: Certificate;
  let own: { certFile: string; keyFile: string; clientCaFile: undefined };
  let others: Record<string, string>;
  beforeAll(async () => {
    ca = await makeAuthority('authority');
    const [server, other] = await Promise.all([makeServerCertificate(ca), makeServerCertificate(ca)]);
    own = { certFile: file('cert.pem', server.cert), keyFile: file('key.pem', server.key), clientCaFile: undefined };
    others = {
      ca: file('ca.pem', ca.cert),
      otherKey: file('other.pem', other.key),
      text: file('text', 'no PEM'),
      badKey: file('bad.pem', `-----BEGIN PRIVATE KEY-----\n${SECRET}\n-----END PRIVATE KEY-----\n`),
      missing: join(folder, 'missing.pem'),
    };
  });

  it('are read, and tell until when the certificate is valid', () => {
    const tls = readTls({ ...own, clientCaFile: others.ca });
    expect(tls).toMatchObject({ requestCert: true, ca: ca.cert });
    expect(tls.validTo.getTime()).toBeGreaterThan(Date.now());
    expect(readTls(own)).toMatchObject({ requestCert: false, ca: undefined });
  });

  it.each([
    ['a file that is not there', { certFile: 'missing' }, /^TLS_CERT_FILE: .*cannot read ".*missing.pem" \(.*ENOENT/],
    ['a certificate that is none', { certFile: 'text' }, /^TLS_CERT_FILE: expected certificates in PEM form/],
    ['a key that is none', { keyFile: 'badKey' }, /^TLS_KEY_FILE: expected a private key in PEM form/],
    [
      'the key of another certificate',
      { keyFile: 'otherKey' },
      /^TLS_CERT_FILE, TLS_KEY_FILE: .*the key of another one/,
    ],
    ['no authorities', { clientCaFile: 'text' }, /^TLS_CLIENT_CA_FILE: expected certificates in PEM form/],
    [
      'a certificate in place of its authority',
      { clientCaFile: 'own' },
      /^TLS_CLIENT_CA_FILE: .*authorities \(CA:TRUE\)/,
    ],
  ])('are refused with %s, and the message names the key, not what the file holds', (_what, changes, message) => {
    const changed = Object.fromEntries(
      Object.entries(changes).map(([key, name]) => [key, name === 'own' ? own.certFile : others[name]])
    );
    const read = () => readTls({ ...own, ...changed });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(message);
    expect(read).not.toThrow(SECRET);
  });

  it.each([
    [{ TLS_CERT_FILE: 'a' }, /^TLS_KEY_FILE: expected it together with TLS_CERT_FILE/],
    [{ TLS_KEY_FILE: 'a' }, /^TLS_CERT_FILE: expected it together with TLS_KEY_FILE/],
    [{ TLS_CLIENT_CA_FILE: 'a' }, /^TLS_CLIENT_CA_FILE: expected TLS_CERT_FILE and TLS_KEY_FILE with it/],
  ])('are refused when one is missing: %j', (env, message) => {
    expect(() => readConfig(env, '/')).toThrow(message);
  });

  it('are looked for from the folder the controller is started in', () => {
    expect(readConfig({ TLS_CERT_FILE: 'c.pem', TLS_KEY_FILE: '/k.pem' }, '/srv').tls).toEqual({
      certFile: '/srv/c.pem',
      keyFile: '/k.pem',
      clientCaFile: undefined,
    });
    expect(readConfig({}, '/srv').tls).toBeUndefined();
  });
});
