import { maskedId, withMaskedIds } from './maskedId';

const SECRET = 's3cret_-'.repeat(5) + 'abc';

describe('an id that may be written down', () => {
  it.each([
    ['guid', '01a21e5e-4a47-788a-9a3d-4d3fe6b92b21'],
    ['id', '0123456789abcdef'],
    ['id', 'seed-operator'],
    ['id', 'seed-agent-12'],
    ['id', 'openvcloud:disks_monitor.smart'],
    ['nid', '1234567890'],
    ['field', 'errorSignature'],
    ['hash', 'a'.repeat(64)],
    ['guid', 'nope'],
  ])('as %s is %s', (name, value) => {
    expect(maskedId(name, value)).toBe(value);
  });

  it.each([
    ['guid', SECRET, '***'],
    ['guid', '0123456789abcdef0123456789abcdef', '***'],
    ['id', SECRET, '***'],
    ['id', 'operator-4Tz9sHdGc6yWnJ1e', '***'],
    ['id', 'seed-operators', '***'],
    ['id', `0123456789abcdef.${SECRET}`, '0123456789abcdef.***'],
    ['id', `seed-admin.${SECRET}`, 'seed-admin.***'],
    ['id', `other.${SECRET}`, '***'],
    ['nid', '12345678901', '***'],
    ['field', 'password', '***'],
    ['hash', SECRET, '***'],
    ['unknown', SECRET, '***'],
  ])('as %s is not %s', (name, value, masked) => {
    expect(maskedId(name, value)).toBe(masked);
  });

  it('is masked wherever a text quotes it', () => {
    expect(withMaskedIds(`Expected the guid of a job, got "${SECRET}".`, { guid: SECRET })).toBe(
      'Expected the guid of a job, got "***".'
    );
    expect(withMaskedIds('Expected a job, got none.', { guid: '', nid: 7 })).toBe('Expected a job, got none.');
    expect(withMaskedIds('Expected a job.', undefined)).toBe('Expected a job.');
  });
});
