import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { ConfigError } from '@openvcloud/settings';
import { readConfig } from '../config';

describe('the files for TLS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'agent-tls-'));
  const file = (name: string): string => join(folder, name);
  beforeAll(async () => {
    for (const name of ['own', 'other']) {
      const { cert, private: key } = await generate([{ name: 'commonName', value: name }], { keyType: 'ec' });
      writeFileSync(file(`${name}.crt`), cert);
      writeFileSync(file(`${name}.key`), key);
    }
    writeFileSync(file('text'), 'hunter2 is no PEM');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const read = (env: Record<string, string>, url = 'https://controller:4400'): ReturnType<typeof readConfig> => {
    const files = Object.fromEntries(Object.entries(env).map(([key, name]) => [key, file(name)]));
    return readConfig({ CONTROLLER_URL: url, AGENT_TOKEN: 'secret', ...files });
  };

  it('are optional', () => {
    expect(read({}).tls).toEqual({ caFile: undefined, certFile: undefined, keyFile: undefined });
    expect(read({ CONTROLLER_CA_FILE: 'own.crt' }).tls).toMatchObject({ caFile: file('own.crt') });
    expect(read({ AGENT_CERT_FILE: 'own.crt', AGENT_KEY_FILE: 'own.key' }).tls).toMatchObject({
      certFile: file('own.crt'),
      keyFile: file('own.key'),
    });
  });

  it.each([
    [{ CONTROLLER_CA_FILE: 'missing' }, /^CONTROLLER_CA_FILE: expected a PEM file, cannot read .*ENOENT/],
    [{ CONTROLLER_CA_FILE: 'text' }, /^CONTROLLER_CA_FILE: expected a certificate in PEM form/],
    [{ AGENT_CERT_FILE: 'own.crt' }, /^AGENT_KEY_FILE: expected it together with AGENT_CERT_FILE/],
    [{ AGENT_KEY_FILE: 'own.key' }, /^AGENT_CERT_FILE: expected it together with AGENT_KEY_FILE/],
    [{ AGENT_CERT_FILE: 'own.crt', AGENT_KEY_FILE: 'text' }, /^AGENT_KEY_FILE: expected a private key in PEM form/],
    [
      { AGENT_CERT_FILE: 'own.crt', AGENT_KEY_FILE: 'other.key' },
      /^AGENT_CERT_FILE, AGENT_KEY_FILE: .*got the key of another one/,
    ],
  ])('are refused by the name of their key: %j', (env, message) => {
    expect(() => read(env)).toThrow(ConfigError);
    expect(() => read(env)).toThrow(message);
    expect(() => read(env)).not.toThrow('hunter2');
  });

  it('are refused with an address that is not HTTPS: they would protect nothing', () => {
    expect(() => read({ CONTROLLER_CA_FILE: 'own.crt' }, 'http://controller:4400')).toThrow(
      /^CONTROLLER_CA_FILE: expected an https:\/\/ address in CONTROLLER_URL/
    );
  });
});

describe('CONTROLLER_URL', () => {
  it('takes no password, and does not repeat it', () => {
    const read = (): unknown =>
      readConfig({ CONTROLLER_URL: 'https://agent:hunter2@controller', AGENT_TOKEN: 'secret' });
    expect(read).toThrow(/^CONTROLLER_URL: expected an address without user and password/);
    expect(read).not.toThrow('hunter2');
  });
});
