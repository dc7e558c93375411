import { withoutVariables } from './variableWord';

describe('words of a message', () => {
  it.each([
    'a3f9c21b',
    '01a20480c0967987',
    'e3fdc19',
    'x7k2p',
    'vm-17',
    'user_42',
    'kJhGfDsAqWeRtY',
    'wKdrxmbdwqjs',
    'xkqzvbnmtr',
    '123456789',
  ])('%s looks made up', (word) => {
    expect(withoutVariables(word)).toBe('<id>');
  });

  it.each([
    'ConnectionRefusedError',
    'HTTPConnectionPool',
    'iSCSITarget',
    'downstream',
    'MAINTENANCE',
    'utf-8',
    'x86_64',
    'sha256sum',
    'python3',
    'vm',
    'Größe',
    'über',
  ])('%s stays', (word) => {
    expect(withoutVariables(word)).toBe(word);
  });

  it.each([
    ['sda1', 'sda<n>'],
    ['eth10', 'eth<n>'],
    ['1234567', '<n>'],
  ])('of %s its number varies', (word, constant) => {
    expect(withoutVariables(word)).toBe(constant);
  });
});
