import { maskedId, withMaskedIds } from './maskedId';

const GUID = '01a21e5e-4a47-788a-9a3d-4d3fe6b92b21';
const SECRET = 's3cret_-'.repeat(5) + 'abc';

describe('an id that may be written down', () => {
  it.each([
    ['guid', '01a21e5e-4a47-788a-9a3d-4d3fe6b92b21'],
    ['id', '0123456789abcdef'],
    ['id', 'seed-operator'],
    ['id', 'seed-agent-12'],
    ['id', 'openvcloud:disks_monitor.smart'],
    ['key', 'a55b72969b87a522'],
    ['nid', '1234567890'],
    ['field', 'errorSignature'],
    ['hash', 'a'.repeat(64)],
    ['guid', '01A21E5E-4A47-788A-9A3D-4D3FE6B92B21'],
    ['id', 'seed-agent-123456789'],
    ['id', `${'a'.repeat(200)}:${'b'.repeat(200)}`],
    ['guid', 'nope'],
    ['guid', 'sevench'],
  ])('as %s is %s', (name, value) => {
    expect(maskedId(name, value)).toBe(value);
  });

  it.each([
    ['guid', SECRET, '***'],
    ['guid', '0123456789abcdef0123456789abcdef', '***'],
    ['guid', `${GUID}0`, '***'],
    ['guid', `0${GUID}`, '***'],
    ['guid', 'eightcha', '***'],
    ['guid', `0123456789abcdef.${SECRET}`, '***'],
    ['id', `x0123456789abcdef.${SECRET}`, '***'],
    ['id', '0123456789abcdef0', '***'],
    ['id', 'seed-agent-1234567890', '***'],
    ['id', `pass word:${SECRET}`, '***'],
    ['id', `${SECRET}:pass word`, '***'],
    ['id', `${'a'.repeat(201)}:b`, '***'],
    ['id', `a:${'b'.repeat(201)}`, '***'],
    ['id', `:${SECRET}`, '***'],
    ['id', `${SECRET}:`, '***'],
    ['nid', 'x1234567', '***'],
    ['nid', '1234567x', '***'],
    ['hash', 'a'.repeat(65), '***'],
    ['hash', `${'a'.repeat(63)}g`, '***'],
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
    expect(withMaskedIds('Expected a job, got 7.', { guid: 7, id: ['7'] })).toBe('Expected a job, got 7.');
    expect(withMaskedIds(`${SECRET} is ${SECRET}, not ${GUID}`, { guid: GUID, id: SECRET })).toBe(
      `*** is ***, not ${GUID}`
    );
    expect(withMaskedIds('Expected a job.', undefined)).toBe('Expected a job.');
  });
});
